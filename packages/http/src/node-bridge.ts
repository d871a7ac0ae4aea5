import { pathBelow } from './match-route.js'
import { checkBridgeInput } from './node/check-bridge-input.js'
import type { NodeRequest, NodeResponse } from './node/node-messages.js'
import { placeOf } from './node/place-of.js'
import { sendResponse } from './node/send-response.js'
import { toRequest } from './node/to-request.js'

export type { NodeRequest, NodeResponse } from './node/node-messages.js'

/** What the Node bridge takes. */
export interface NodeBridgeOptions {
  /**
   * The origin that your functions see in `request.url`. The client controls the `Host` header and the headers of
   * proxies, so they are not read. Only among several relying parties does the handler choose by `Host`.
   *
   * @default 'http://localhost'
   */
  readonly origin?: string
  /**
   * Gets what the handler rejected with, if no framework handles it.
   *
   * @default console.error
   */
  readonly onError?: (error: unknown) => void
}

/**
 * A listener for `node:http`, `node:http2`, Express and Connect; in other frameworks pass it the raw request and
 * response. With `next` it passes on requests outside the handler's `basePath`, so it can be mounted at the root of
 * an app.
 */
export type NodeListener<Native = unknown> = (
  request: NodeRequest & Native,
  response: NodeResponse,
  next?: (error?: unknown) => void,
) => Promise<void>

interface Mounted {
  readonly basePath?: string
}

/** What `createPasskeyHandler` returns, or another function that speaks Fetch. */
export type MountedHandler<Native = unknown> = Mounted & ((request: Request, native: Native) => Promise<Response>)

/**
 * The handler as a Node listener. Reads the whole path under a mount (`originalUrl`), the headers as your middleware
 * left them and a body that another middleware has parsed; sends every cookie; aborts the request when the client goes
 * away. A path that can be read in two ways (`/passkeys/./admin`, `%2e%2e`, a backslash) is 404 before your functions
 * are called, so a guard by path in front of it holds.
 *
 * ```ts
 * app.use('/passkeys', toNodeListener(handle))
 * ```
 *
 * @throws {TypeError} for anything but a handler, an unknown option, and an `origin` that is none.
 */
export function toNodeListener<Native = unknown>(
  handle: MountedHandler<Native>,
  options: NodeBridgeOptions = {},
): NodeListener<Native> {
  checkBridgeInput(handle, options)
  const { origin = 'http://localhost', onError = console.error } = options
  return async (incoming, outgoing, next) => {
    const target = incoming.originalUrl ?? incoming.url ?? '/'
    const place = placeOf(target, handle.basePath ?? '')
    if (place === 'another' && next && !isMountedElsewhere(incoming, handle)) return next()
    const isFetchable = target.startsWith('/') && !unfetchable.has(incoming.method ?? 'GET')
    if (place === 'ambiguous' || !isFetchable) return notFound(outgoing)
    const gone = new AbortController()
    outgoing.once('close', () => outgoing.writableEnded || gone.abort())
    try {
      const request = toRequest({ incoming, origin, target, signal: gone.signal })
      await sendResponse(await handle(request, incoming), outgoing, incoming)
    } catch (error) {
      if (gone.signal.aborted) return
      if (next) return next(error)
      onError(error)
      outgoing.statusCode = 500
      outgoing.end()
    }
  }
}

/** A `Request` cannot have these methods. */
const unfetchable: ReadonlySet<string> = new Set(['CONNECT', 'TRACE', 'TRACK'])

/** Below a path of Express where no route can be: the handler reports that in the log. */
function isMountedElsewhere({ baseUrl = '' }: NodeRequest, { basePath = '' }: Mounted): boolean {
  return baseUrl !== '' && pathBelow(baseUrl, basePath) === undefined
}

function notFound(outgoing: NodeResponse): void {
  outgoing.statusCode = 404
  outgoing.end()
}
