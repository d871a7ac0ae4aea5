import type { Passkeys } from '@latchkey/core'
import { isObject, nameOf } from './name-of.js'
import { hostOf } from './relying-party-hosts.js'

/**
 * Responds with a document below `/.well-known/`; 404 for every path that is not configured.
 *
 * @throws {TypeError} for a request that is not a Fetch `Request`.
 */
export interface WellKnownHandler {
  (request: Request): Promise<Response>
  /** The path below which it is mounted. */
  readonly basePath: '/.well-known'
}

/**
 * The documents that let apps and other origins use your passkeys, as one function: mount it at the root of the host
 * that is your RP ID; of several relying parties, each RP ID gets its own. Nothing may redirect these paths: systems do not follow.
 *
 * ```ts
 * const wellKnown = createWellKnownHandler(passkeys)
 * app.get('/.well-known/*', (context) => wellKnown(context.req.raw))
 * ```
 *
 * @throws {TypeError} for passkeys that `createPasskeys` did not return.
 */
export function createWellKnownHandler(passkeys: Pick<Passkeys, 'wellKnown' | 'relyingParties'>): WellKnownHandler {
  if (!isObject(passkeys) || !Array.isArray(passkeys.wellKnown)) {
    const given = nameOf(passkeys)
    throw new TypeError(`createWellKnownHandler: passkeys is ${given}; pass what createPasskeys() returned.`)
  }
  const several = Object.values(passkeys.relyingParties ?? {})
  const byHost = new Map(several.map(({ relyingParty, wellKnown }) => [relyingParty.id, documentsOf(wellKnown)]))
  const alone = documentsOf(passkeys.wellKnown)
  const handle = async (request: Request): Promise<Response> => {
    const documents = several.length > 0 ? byHost.get(hostOf(request) ?? '') : alone
    const document = documents?.get(new URL(request.url).pathname)
    if (!document) return new Response(null, { status: 404, headers: { 'cache-control': 'no-store' } })
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } })
    }
    const headers = { 'content-type': 'application/json', 'cache-control': document.cacheControl }
    return new Response(request.method === 'HEAD' ? null : document.text, { headers })
  }
  return Object.assign(handle, { basePath: '/.well-known' } as const)
}

function documentsOf(wellKnown: Passkeys['wellKnown']) {
  return new Map(
    wellKnown.map(({ path, body, cacheControl }) => [path, { text: JSON.stringify(body), cacheControl }] as const),
  )
}
