import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import type { NodeRequest, NodeResponse } from './node-messages.js'

/** Headers about one HTTP/1 connection; Node throws for them in HTTP/2. */
const ofConnection: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
])

/** Sends status, headers, every cookie and the body. Cookies that the app has set on the Node response stay. */
export async function sendResponse(response: Response, outgoing: NodeResponse, to: NodeRequest): Promise<void> {
  const isHttp2 = to.httpVersionMajor >= 2
  outgoing.statusCode = response.status
  if (!isHttp2 && response.statusText) outgoing.statusMessage = response.statusText
  for (const [name, value] of response.headers) {
    if (name !== 'set-cookie' && !(isHttp2 && ofConnection.has(name))) outgoing.setHeader(name, value)
  }
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) outgoing.appendHeader('set-cookie', cookies)
  if (response.body) await pipeline(Readable.fromWeb(response.body as NodeReadableStream), outgoing)
  else outgoing.end()
}
