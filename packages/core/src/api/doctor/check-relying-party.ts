import { mostRelatedLabels, type RelyingParty } from '../../config/relying-party.js'
import type { Context } from '../../context/context.js'
import type { DoctorCheck } from './doctor.js'
import { type Finding, finding } from './findings.js'

/**
 * The RP ID is a domain that browsers accept, and no wider than it must be; browsers read all related origins; `baseUrl` is
 * where the app is.
 */
export const checkRelyingParty: DoctorCheck = async (context) => [
  ...(await checkDomain(context, context.settings.relyingParty)),
  ...(await checkRelatedOrigins(context.settings.relyingParty)),
  ...checkBaseUrl(context.settings.baseUrl, context.settings.relyingParty.id),
]

async function checkDomain(context: Context, { id, origins }: RelyingParty): Promise<readonly Finding[]> {
  if (id === 'localhost') return []
  const { placeInSuffixList } = await import('#suffix-list')
  const place = placeInSuffixList(id)
  if (place === 'public suffix') {
    const message = `relyingParty.id is '${id}', a public suffix: anyone can register a name below it, and browsers refuse it. Write the host name of your app, such as 'app.${id}'.`
    return [finding('rp_id_public_suffix', message)]
  }
  if (place === undefined || place === 'below a domain') return []
  const narrower = commonHost(origins)
  const isWider = narrower !== undefined && narrower !== id && narrower.endsWith(`.${id}`)
  if (isWider && !(await hasPasskeys(context, id))) {
    const message = `relyingParty.id is '${id}', and all origins are within '${narrower}'. Every other host below '${id}' could use these passkeys. Write relyingParty: { id: '${narrower}' } before the first passkey exists: a later change strands users.`
    return [finding('rp_id_wider_than_origins', message)]
  }
  const message = `relyingParty.id is '${id}', a whole domain: every host below it, also one that runs foreign code, could use these passkeys. For a new app, sign in on a host of its own and write relyingParty: { id: 'auth.${id}' }. Where passkeys exist already, leave it: a change strands users.`
  return [finding('rp_id_apex', message)]
}

/** A browser goes through the document in order, and ignores what follows the fifth label, and public suffixes. */
async function checkRelatedOrigins({ id, relatedOrigins }: RelyingParty): Promise<readonly Finding[]> {
  if (relatedOrigins.length === 0) return []
  const { placeInSuffixList, registrableLabel } = await import('#suffix-list')
  if (placeInSuffixList(id) === undefined) return []
  const labels = new Set<string>()
  const ignored = relatedOrigins.filter((origin) => {
    const label = registrableLabel(new URL(origin).hostname)
    if (label !== undefined && labels.size < mostRelatedLabels) labels.add(label)
    return label === undefined || !labels.has(label)
  })
  if (ignored.length === 0) return []
  const names = ignored.map((origin) => `'${origin}'`).join(', ')
  const message = `Browsers ignore ${names} in relyingParty.relatedOrigins: they read the first ${mostRelatedLabels} domain names, and no public suffix. Remove others, or give these origins a relying party of their own.`
  return [finding('related_origins_ignored', message)]
}

/** The longest domain that all hosts are in. */
function commonHost(origins: readonly string[]): string | undefined {
  const hosts = origins.filter((origin) => origin.startsWith('https:')).map((origin) => new URL(origin).hostname)
  const [first, ...others] = hosts.map((host) => host.split('.').reverse())
  const length = first?.findIndex((label, at) => others.some((labels) => labels[at] !== label)) ?? 0
  return first
    ?.slice(0, length < 0 ? undefined : length)
    .reverse()
    .join('.')
}

async function hasPasskeys({ store }: Context, rpId: string): Promise<boolean> {
  const found = await store.passkeys.page({ rpId, limit: 1 }).catch(() => undefined)
  return found === undefined || found.items.length > 0
}

function checkBaseUrl(baseUrl: string | undefined, id: string): readonly Finding[] {
  if (baseUrl === undefined) return []
  const { protocol, hostname } = new URL(baseUrl)
  const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost')
  if (protocol === 'http:' && !isLocal) {
    const message = `baseUrl is '${baseUrl}': browsers have passkeys only on https. Write 'https://${hostname}'.`
    return [finding('base_url_http', message)]
  }
  if (hostname === id || hostname.endsWith(`.${id}`)) return []
  const message = `baseUrl is '${baseUrl}', which is not in the domain of relyingParty.id '${id}'. Write the URL of the pages that use passkeys.`
  return [finding('base_url_elsewhere', message)]
}
