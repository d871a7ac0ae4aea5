import type { WellKnownDocument } from '../../config/well-known.js'
import { patienceMs } from './check-origins.js'
import type { DoctorCheck, DoctorFetch } from './doctor.js'
import { type Finding, finding } from './findings.js'

const longest = 256 * 1024

/** Browsers follow redirects to it; what reads the other documents does not. */
const followed: ReadonlySet<string> = new Set(['/.well-known/webauthn'])

/** The documents below `/.well-known/` are served as they are configured, on the host that is the RP ID. */
export const checkWellKnown: DoctorCheck = async ({ settings }, { fetch }) => {
  const { id } = settings.relyingParty
  if (fetch === undefined || id === 'localhost') return []
  const found = settings.wellKnown.map((document) => checkDocument(fetch, `https://${id}`, document))
  return (await Promise.all(found)).flat()
}

async function checkDocument(
  fetch: DoctorFetch,
  host: string,
  { path, body }: WellKnownDocument,
): Promise<readonly Finding[]> {
  const url = `${host}${path}`
  const redirect = followed.has(path) ? 'follow' : 'manual'
  const response = await fetch(url, { redirect, signal: AbortSignal.timeout(patienceMs) }).catch(() => undefined)
  if (response === undefined) return [missing(url, 'cannot be reached')]
  // With `redirect: 'manual'` some runtimes hide the status.
  if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
    const message = `'${url}' redirects, and apps do not follow. Serve it there: ${mount}`
    return [finding('well_known_redirects', message)]
  }
  if (response.status !== 200) return [missing(url, `has status ${response.status}`)]
  const [type = ''] = (response.headers.get('content-type') ?? '').split(';')
  const served = await response.text().catch(() => '')
  const isJson = type.trim().toLowerCase() === 'application/json'
  return [
    ...(isJson ? [] : [finding('well_known_type', `'${url}' has the type '${type}'. Serve it as application/json.`)]),
    ...(isSame(served, body) ? [] : [differs(url)]),
  ]
}

const mount = 'mount createWellKnownHandler(passkeys) on that host.'

function missing(url: string, why: string): Finding {
  return finding('well_known_missing', `'${url}' ${why}. To serve it, ${mount}`)
}

function differs(url: string): Finding {
  const message = `'${url}' is not what the configuration says: another file or a cache is in front, or the deployment is older. To serve it, ${mount}`
  return finding('well_known_differs', message)
}

/** Equal as JSON, whatever the order of members. What is served in addition is not a mistake of its own. */
function isSame(served: string, body: unknown): boolean {
  if (served.length > longest) return false
  try {
    return includes(JSON.parse(served), body)
  } catch {
    return false
  }
}

/** Whether all that is expected is in what is served: another app of yours may be listed there too. */
function includes(served: unknown, expected: unknown): boolean {
  if (Array.isArray(expected)) {
    return Array.isArray(served) && expected.every((one) => served.some((other: unknown) => includes(other, one)))
  }
  if (typeof expected !== 'object' || expected === null) return served === expected
  if (typeof served !== 'object' || served === null) return false
  const members = new Map<string, unknown>(Object.entries(served))
  return Object.entries(expected).every(([name, value]) => includes(members.get(name), value))
}
