import { fewestLabels, isWithin } from './registrable-domain.js'
import type { RelyingPartyConfig } from './relying-party-config.js'

/** A relying party with all defaults filled in. */
export interface RelyingParty {
  readonly id: string
  readonly name: string
  readonly origins: readonly string[]
  /** Origins of other domains. Browsers find them in `/.well-known/webauthn` of the RP ID. */
  readonly relatedOrigins: readonly string[]
}

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const hostName = new RegExp(`^(?:localhost|(?:${label}\\.)+${label})$`)
const address = /^(?:\d+\.)*\d+$|^\[|:/
const withoutScheme = /^(?!https?:)([a-z0-9.-]+)(:\d+)?\/?$/i
const androidOrigin = /^android:apk-key-hash:[A-Za-z0-9_-]{43}$/

/**
 * The validated relying party: an RP ID that browsers accept, and origins that may use it.
 *
 * @throws {TypeError} naming the field, the value and what to write instead.
 * @see https://www.w3.org/TR/webauthn-3/#rp-id
 */
export function resolveRelyingParty(config: RelyingPartyConfig, baseUrl: string | undefined): RelyingParty {
  if (baseUrl !== undefined) checkBaseUrl(baseUrl)
  const id = config.id ?? deriveId(baseUrl)
  checkId(id)
  const origins = config.origins ?? [`https://${id}`]
  if (origins.length === 0)
    throw new TypeError('createPasskeys: relyingParty.origins is empty; leave it out or name an origin.')
  for (const origin of origins) checkOrigin(origin, id)
  const relatedOrigins = [...new Set(config.relatedOrigins)]
  checkRelatedOrigins(relatedOrigins, id)
  return Object.freeze({
    id,
    name: config.name,
    origins: Object.freeze([...origins]),
    relatedOrigins: Object.freeze(relatedOrigins),
  })
}

function deriveId(baseUrl: string | undefined): string {
  if (baseUrl === undefined) {
    throw new TypeError(
      "createPasskeys: relyingParty.id is missing; write the host name that passkeys belong to, such as 'example.com'.",
    )
  }
  return new URL(baseUrl).hostname
}

function checkBaseUrl(baseUrl: string): void {
  if (URL.canParse(baseUrl) && /^https?:/.test(baseUrl)) return
  throw new TypeError(`createPasskeys: baseUrl is '${baseUrl}'; write a URL such as 'https://example.com'.`)
}

function checkId(id: string): void {
  const issue = issueWithId(id)
  if (issue) throw new TypeError(`createPasskeys: relyingParty.id is '${id}'; ${issue}`)
}

function issueWithId(id: string): string | undefined {
  if (id.includes('://')) return `write the host name without the scheme: '${hostOf(id)}'.`
  if (id.includes('/')) return "write the host name without a path, such as 'example.com'."
  if (address.test(id)) return 'write a host name: IP addresses and ports cannot have passkeys.'
  if (id !== id.trim()) return `write it without spaces: '${id.trim()}'.`
  if (id.includes('*')) return 'write one host name without a wildcard: its subdomains are included.'
  if (id.endsWith('.')) return `write it without the trailing dot: '${id.slice(0, -1)}'.`
  if (id !== id.toLowerCase()) return `write it in lower case: '${id.toLowerCase()}'.`
  if (id.includes('_')) return 'write a host name without an underscore: browsers do not accept one in an RP ID.'
  if (/^[a-z0-9-]+$/.test(id) && id !== 'localhost')
    return "write a whole host name such as 'example.com': browsers accept no single label except localhost."
  if (id.length > 253 || !hostName.test(id))
    return "write an ASCII host name such as 'example.com' (Punycode for others)."
  return undefined
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : 'example.com'
}

function checkOrigin(origin: string, id: string): void {
  if (androidOrigin.test(origin)) return
  const issue = issueWithForm(origin, id) ?? issueWithHost(new URL(origin), id)
  if (issue) throw new TypeError(`createPasskeys: relyingParty.origins has '${origin}'; ${issue}`)
}

/** Browsers read no more of the document. */
export const mostRelatedLabels = 5

/** @see https://www.w3.org/TR/webauthn-3/#sctn-related-origins */
function checkRelatedOrigins(origins: readonly string[], id: string): void {
  for (const origin of origins) {
    const issue = issueWithForm(origin, id) ?? issueWithRelatedHost(new URL(origin), id)
    if (issue) throw new TypeError(`createPasskeys: relyingParty.relatedOrigins has '${origin}'; ${issue}`)
  }
  const labels = fewestLabels(origins.map((origin) => new URL(origin).hostname))
  if (labels <= mostRelatedLabels) return
  throw new TypeError(
    `createPasskeys: relyingParty.relatedOrigins has ${labels} different domain names, and browsers read the first ${mostRelatedLabels}; write at most ${mostRelatedLabels}. The others need a relying party of their own.`,
  )
}

function issueWithRelatedHost({ protocol, host, hostname }: URL, id: string): string | undefined {
  if (protocol !== 'https:') return `browsers accept only https here: write 'https://${host}'.`
  if (hostname === 'localhost' || !hostName.test(hostname)) return "write a whole host name such as 'example.net'."
  if (isWithin(hostname, id)) return `it is within the RP ID '${id}': write it into relyingParty.origins.`
  return undefined
}

/** Whether the text is the origin of a web page, exactly as browsers write it. */
function issueWithForm(origin: string, id: string): string | undefined {
  const [, host, port = ''] = origin.match(withoutScheme) ?? []
  if (host !== undefined && isAddress(host)) return addressIssue(`http://${host}${port}`)
  if (host !== undefined && (port !== '' || host.includes('.') || host === 'localhost')) {
    return `write it with its scheme: '${isLocalHost(host) ? 'http' : 'https'}://${host.toLowerCase()}${port}'.`
  }
  if (origin.includes('*')) return 'write each origin by itself: browsers know no wildcards.'
  if (!URL.canParse(origin)) return `write scheme and host, such as '${exampleOf(id)}'.`
  const url = new URL(origin)
  if (isAddress(url.hostname)) return addressIssue(origin)
  if (!/^https?:$/.test(url.protocol))
    return `write '${exampleOf(id)}', or android:apk-key-hash: and its 43 characters.`
  if (url.origin !== origin) return `write it exactly as browsers do: '${url.origin}'.`
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocalHost(url.hostname)))
    return `only https will do, and http for localhost: write 'https://${url.host}'.`
  return undefined
}

function issueWithHost({ hostname }: URL, id: string): string | undefined {
  if (isWithin(hostname, id)) return undefined
  return `its host must be '${id}' or a subdomain of it; write an origin of another domain into relyingParty.relatedOrigins.`
}

/** Browsers create no passkeys at an IP address, whatever is configured. */
function addressIssue(origin: string): string {
  const { protocol, port } = new URL(origin)
  const local = `${protocol}//localhost${port && `:${port}`}`
  return `browsers have no passkeys at IP addresses: write '${local}' and open the page there, or use a host name.`
}

function isAddress(host: string): boolean {
  return /^(?:\d+\.){3}\d+$|^\[/.test(host)
}

function exampleOf(id: string): string {
  return isLocalHost(id) ? `http://${id}:3000` : `https://${id}`
}

function isLocalHost(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost')
}

/** The origins that browsers give to pages of an extension. */
const forms = [
  /^chrome-extension:\/\/[a-p]{32}$/,
  /^moz-extension:\/\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  /^safari-web-extension:\/\/[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/,
] as const

/** Whether this is the origin of one browser extension, exactly as browsers write it. */
export function isExtensionOrigin(origin: string): boolean {
  return forms.some((form) => form.test(origin))
}
