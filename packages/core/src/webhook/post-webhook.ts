import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import { isPublicAddress } from './is-public-address.js'

/** Returns all addresses of a host name. */
export type LookUpAddresses = (hostname: string) => Promise<readonly string[]>

/** Opens the connection to an address that was checked. For tests. */
export type ConnectWebhook = (to: { readonly address: string; readonly port: number }) => Duplex

export interface WebhookPost {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly signal: AbortSignal
  readonly lookUp: LookUpAddresses
  readonly connect: ConnectWebhook | undefined
  readonly allowsLocal: boolean
}

export type WebhookAnswer =
  | { readonly status: number; readonly retryAfter: string | undefined }
  | { readonly reason: 'address_not_allowed' | 'look_up_failed' | 'connection_failed' | 'timed_out' }

/** More of an answer is not read. */
const mostAnswerBytes = 64 * 1024

/** Posts to the very address that was checked, so that a second look-up changes nothing. Follows no redirect. */
export async function postWebhook(post: WebhookPost): Promise<WebhookAnswer> {
  const hostname = post.url.hostname.replace(/^\[|\]$/g, '')
  const addresses = isIP(hostname) ? [hostname] : await post.lookUp(hostname).catch(() => [])
  const [address] = addresses
  if (address === undefined) return { reason: 'look_up_failed' }
  const isAllowed = addresses.every((it) => isIP(it) !== 0 && (post.allowsLocal || isPublicAddress(it)))
  if (!isAllowed) return { reason: 'address_not_allowed' }
  if (post.signal.aborted) return { reason: 'timed_out' }
  return send(post, { address, hostname })
}

interface Checked {
  readonly address: string
  readonly hostname: string
}

/** Neither an agent nor a proxy variable comes between: each request has its own connection. */
function send({ url, headers, body, signal, connect }: WebhookPost, checked: Checked): Promise<WebhookAnswer> {
  const isHttps = url.protocol === 'https:'
  const port = Number(url.port) || (isHttps ? 443 : 80)
  return new Promise((resolve) => {
    const request = (isHttps ? requestHttps : requestHttp)({
      method: 'POST',
      host: checked.address,
      port,
      path: url.pathname + url.search,
      headers: { ...headers, host: url.host, 'content-length': Buffer.byteLength(body) },
      signal,
      ...(isHttps && isIP(checked.hostname) === 0 ? { servername: checked.hostname } : {}),
      ...(connect ? { createConnection: () => connect({ address: checked.address, port }) } : { agent: false }),
    })
    request.on('error', () => resolve({ reason: signal.aborted ? 'timed_out' : 'connection_failed' }))
    request.on('response', (response) => {
      const answer = { status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] }
      let received = 0
      response.on('error', () => {})
      response.on('data', (chunk: Uint8Array) => {
        received += chunk.length
        if (received > mostAnswerBytes) response.destroy()
      })
      response.on('close', () => resolve(signal.aborted ? { reason: 'timed_out' } : answer))
    })
    request.end(body)
  })
}
