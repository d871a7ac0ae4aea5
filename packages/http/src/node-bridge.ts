import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { adminRoutes, routes } from '@latchkey/wire'
import type { PasskeyHandler } from './create-passkey-handler.js'

export interface NodeBridgeOptions {
  /**
   * The origin that the host's functions see in `request.url`. Default `http://localhost`: the `Host` header and those
   * of proxies are what the other side says, so they are not read.
   */
  readonly origin?: string
  /** Is told what the handler rejected with where no framework takes it. Default: `console.error`. */
  readonly onError?: (error: unknown) => void
}

/** A listener for `node:http`, Express and Connect; elsewhere hand it the raw request and response. */
export type NodeListener = (
  request: IncomingMessage & { readonly originalUrl?: string; readonly body?: unknown },
  response: ServerResponse,
  next?: (error: unknown) => void,
) => Promise<void>

/**
 * The handler as a Node listener. Keeps the path under a mount (`originalUrl`), takes a body that another middleware
 * has parsed, sends every cookie, and aborts the request when the other side goes away.
 *
 * ```ts
 * app.use('/passkeys', toNodeListener(handle))
 * ```
 */
export function toNodeListener(handle: PasskeyHandler, options: NodeBridgeOptions = {}): NodeListener {
  const { origin = 'http://localhost', onError = console.error } = options
  return async (incoming, outgoing, next) => {
    const gone = new AbortController()
    outgoing.once('close', () => outgoing.writableFinished || gone.abort())
    try {
      if (!methods.has(incoming.method ?? 'GET')) return notFound(outgoing)
      await send(await handle(toRequest(incoming, { origin, signal: gone.signal })), outgoing)
    } catch (error) {
      if (gone.signal.aborted) return
      if (next) return next(error)
      onError(error)
      outgoing.statusCode = 500
      outgoing.end()
    }
  }
}

/** What any route has. Others, TRACE for one, are no methods of Fetch at all. */
const methods: ReadonlySet<string> = new Set(
  [...Object.values(routes), ...Object.values(adminRoutes)].map(({ method }) => method),
)

function notFound(outgoing: ServerResponse): void {
  outgoing.statusCode = 404
  outgoing.end()
}

type Incoming = Parameters<NodeListener>[0]

function toRequest(incoming: Incoming, { origin, signal }: { origin: string; signal: AbortSignal }): Request {
  const { method = 'GET' } = incoming
  const target = incoming.originalUrl ?? incoming.url ?? '/'
  // A proxy's absolute target names a host of the other side's choice; only its own path is ours.
  const path = target.startsWith('/') ? target : '/'
  const hasBody = method !== 'GET' && method !== 'HEAD'
  const init = { method, headers: toHeaders(incoming), signal }
  return new Request(`${origin}${path}`, hasBody ? { ...init, body: toBody(incoming), duplex: 'half' } : init)
}

function toHeaders({ headersDistinct }: IncomingMessage): Headers {
  const headers = new Headers()
  for (const [name, values = []] of Object.entries(headersDistinct)) {
    for (const value of values) headers.append(name, value)
  }
  return headers
}

/** A parsed body goes on as JSON under the content type that came: what was a form is not passed off as JSON. */
function toBody(incoming: Incoming): NonNullable<RequestInit['body']> {
  const { body } = incoming
  if (body === undefined || body === null || incoming.readable) return Readable.toWeb(incoming) as ReadableStream
  return typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
}

async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.statusCode = response.status
  if (response.statusText) outgoing.statusMessage = response.statusText
  for (const [name, value] of response.headers) if (name !== 'set-cookie') outgoing.setHeader(name, value)
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) outgoing.appendHeader('set-cookie', cookies)
  if (!response.body) {
    outgoing.end()
    return
  }
  await pipeline(Readable.fromWeb(response.body as ReadableStream), outgoing)
}
