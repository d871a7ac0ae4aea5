import { PasskeyError, type Passkeys, type RelyingPartyPasskeys } from '@latchkey/core'
import { OperatorCause } from './operator-log.js'

/** The relying party that a request is for. */
export type FindRelyingParty = (request: Request) => RelyingPartyPasskeys

interface HostsInput {
  readonly passkeys: Passkeys
  /** The key of a relying party by host, besides the hosts of its origins. */
  readonly hosts: Readonly<Record<string, string>> | undefined
}

/**
 * By the host of the request, where several relying parties are configured. The client chooses the host that it sends, and
 * so only among the configured ones: whatever it names, its origin must be one of that relying party.
 *
 * @throws {TypeError} for a host that is none, one without a relying party, and one that two of them have.
 */
export function findByHost({ passkeys, hosts }: HostsInput): FindRelyingParty {
  const { relyingParties } = passkeys
  if (Object.keys(relyingParties ?? {}).length === 0) {
    if (hosts !== undefined) refuse('hosts goes with relyingParties of createPasskeys.')
    return () => passkeys
  }
  const byHost = new Map(Object.entries(hosts ?? {}).map(([host, key]) => [checkHost(host), findKey(passkeys, key)]))
  const ofOrigins = new Map<string, RelyingPartyPasskeys>()
  for (const one of Object.values(relyingParties)) {
    for (const host of hostsOf(one)) {
      const other = ofOrigins.get(host)
      if (other && other !== one && !byHost.has(host)) {
        refuse(
          `the host '${host}' is one of '${other.relyingParty.id}' and of '${one.relyingParty.id}'; write hosts: { '${host}': the key of one }.`,
        )
      }
      ofOrigins.set(host, one)
    }
  }
  return (request) => {
    const host = hostOf(request)
    const found = host === undefined ? undefined : (byHost.get(host) ?? ofOrigins.get(host))
    if (!found) throw new PasskeyError('not_found', { cause: unknownHost(host) })
    return found
  }
}

/** The host that the client asked for, without its port; undefined for what is no host name. */
export function hostOf(request: Request): string | undefined {
  return normalizedHost(request.headers.get('host') ?? new URL(request.url).host)
}

/** As URLs spell it: in lower case, in Punycode, without the dot at the end. */
function normalizedHost(host: string): string | undefined {
  if (!/^[^\s%/?#@:\\]+(?::\d{1,5})?$/.test(host) || !URL.canParse(`http://${host}`)) return undefined
  return new URL(`http://${host}`).hostname.replace(/\.$/, '')
}

function hostsOf({ relyingParty: { origins, relatedOrigins } }: RelyingPartyPasskeys): ReadonlySet<string> {
  const web = [...origins, ...relatedOrigins].filter((origin) => /^https?:/.test(origin))
  return new Set(web.map((origin) => new URL(origin).hostname))
}

function checkHost(host: string): string {
  const written = normalizedHost(host)
  if (written === host) return host
  return refuse(`hosts has '${host}'; write a host name as URLs have it${written ? `: '${written}'` : ''}.`)
}

function findKey({ relyingParties }: Passkeys, key: string): RelyingPartyPasskeys {
  const keys = Object.keys(relyingParties)
  const found = keys.includes(key) ? relyingParties[key] : undefined
  return found ?? refuse(`hosts names the relying party '${key}'; there are ${keys.map((it) => `'${it}'`).join(', ')}.`)
}

/** The header is untrusted: only a host name is printed. */
function unknownHost(host: string | undefined): OperatorCause {
  const seen = host === undefined ? 'a host that is none' : `the host ${host.slice(0, 253)}`
  return new OperatorCause(
    'host',
    `a request for ${seen} was refused: no relying party has it. If it is yours, write hosts: { host: key } into the options of createPasskeyHandler. A proxy must pass on the header Host.`,
  )
}

function refuse(problem: string): never {
  throw new TypeError(`createPasskeyHandler: ${problem}`)
}
