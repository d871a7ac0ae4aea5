import type { DoctorCheck, DoctorFetch } from './doctor.js'
import { type Finding, finding } from './findings.js'

export const patienceMs = 10_000

/** Each https origin answers, with a certificate that is trusted, and does not send browsers to one that is unknown. */
export const checkOrigins: DoctorCheck = async ({ settings }, { fetch }) => {
  if (fetch === undefined) return []
  const { origins, relatedOrigins } = settings.relyingParty
  const remote = [...origins, ...relatedOrigins].filter((origin) => origin.startsWith('https:') && !isLocal(origin))
  const found = await Promise.all(remote.map((origin) => checkOrigin(fetch, origin, settings.ceremonyOrigins)))
  return found.flat()
}

async function checkOrigin(fetch: DoctorFetch, origin: string, known: readonly string[]): Promise<readonly Finding[]> {
  try {
    const response = await fetch(`${origin}/`, { redirect: 'manual', signal: AbortSignal.timeout(patienceMs) })
    await response.body?.cancel()
    return [...checkStatus(origin, response.status), ...checkLocation(origin, response.headers.get('location'), known)]
  } catch (error) {
    return [failed(origin, error)]
  }
}

function checkStatus(origin: string, status: number): readonly Finding[] {
  if (status < 500) return []
  const message = `The origin '${origin}' responds with status ${status}. Start the app there, or remove the origin from relyingParty.`
  return [finding('origin_unreachable', message)]
}

function checkLocation(origin: string, location: string | null, known: readonly string[]): readonly Finding[] {
  if (location === null || !URL.canParse(location, origin)) return []
  const target = new URL(location, origin).origin
  if (target === origin || known.includes(target)) return []
  const message = `The origin '${origin}' redirects to '${target}', which is not configured: passkeys fail on the page that users see. Add '${target}' to relyingParty.origins.`
  return [finding('origin_redirects', message)]
}

/** The codes of Node and Bun for a certificate that is not trusted, by OpenSSL or BoringSSL. */
const ofTls = /CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_VERIFY|HOSTNAME_MISMATCH/

function failed(origin: string, error: unknown): Finding {
  const reason = codeOf(error)
  if (ofTls.test(reason)) {
    const message = `The certificate of '${origin}' is not trusted (${reason}). Install a certificate for this host, with the complete chain. Without it, passkeys do not work in browsers.`
    return finding('tls_invalid', message)
  }
  const message = `The origin '${origin}' cannot be reached (${reason}). Correct it, or remove it from relyingParty.`
  return finding('origin_unreachable', message)
}

/** `fetch` puts the reason into the cause. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if ('code' in error && typeof error.code === 'string') return error.code
  return error.cause instanceof Error ? codeOf(error.cause) : error.message || error.name
}

function isLocal(origin: string): boolean {
  const { hostname } = new URL(origin)
  return hostname === 'localhost' || hostname.endsWith('.localhost')
}
