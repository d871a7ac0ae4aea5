import { type IncomingMessage, request as openRequest, type RequestOptions } from 'node:http'
import { checkedAddress } from './checked-address.js'
import { createConnections, systemNetwork, type WebhookConnections, type WebhookNetwork } from './webhook-network.js'

/** What decides how one endpoint is reached. */
export interface WebhookDestination {
  readonly url: URL
  readonly allowsLocal: boolean
  /** @default the operating system's */
  readonly network?: WebhookNetwork | undefined
}

/** How one endpoint is reached. */
export interface WebhookRoute {
  readonly url: URL
  readonly network: WebhookNetwork
  readonly connections: WebhookConnections
  readonly allowsLocal: boolean
}

/** One route for each endpoint: its connections stay open between messages. */
export function openRoute({ url, allowsLocal, network = systemNetwork }: WebhookDestination): WebhookRoute {
  return { url, allowsLocal, network, connections: createConnections(url, network) }
}

export interface WebhookPost extends WebhookRoute {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly signal: AbortSignal
}

export type WebhookAnswer =
  | { readonly status: number; readonly retryAfter: string | undefined }
  | { readonly reason: 'address_not_allowed' | 'look_up_failed' | 'connection_failed' | 'timed_out' }

/** For the look-up, the connection, and the answer with all that is read of it. */
const patienceMs = 15_000

/** More of an answer is not read. */
const mostAnswerBytes = 64 * 1024

/** Posts to the very address that was checked, so that a second look-up changes nothing. Follows no redirect. */
export async function postWebhook(post: WebhookPost): Promise<WebhookAnswer> {
  const deadline = startDeadline(post.signal, patienceMs)
  const checked = await checkedAddress({ ...post, signal: deadline.signal })
  if ('address' in checked) return sendTo({ ...post, deadline, address: checked.address })
  deadline.end()
  return checked
}

interface Sending extends WebhookPost {
  readonly deadline: Deadline
  readonly address: string
}

/**
 * A receiver may close an idle connection just when it is used again. The message is then sent once more, over a new
 * one.
 */
async function sendTo(sending: Sending): Promise<WebhookAnswer> {
  const { connections, address } = sending
  const answer = await send(sending, { agent: connections.agent })
  return answer ?? (await send(sending, { createConnection: () => connections.open(address) })) ?? failed
}

const failed = { reason: 'connection_failed' } as const

/** `undefined` where a connection that was open already turned out to be closed. */
function send(
  { url, headers, body, address, deadline }: Sending,
  connection: Pick<RequestOptions, 'agent' | 'createConnection'>,
): Promise<WebhookAnswer | undefined> {
  return new Promise((resolve) => {
    const request = openRequest({
      ...connection,
      method: 'POST',
      host: address,
      path: url.pathname + url.search,
      headers: { ...headers, host: url.host, 'content-length': Buffer.byteLength(body) },
      signal: deadline.signal,
    })
    request.on('error', () => {
      if (deadline.signal.aborted) resolve({ reason: 'timed_out' })
      else resolve(request.reusedSocket ? undefined : failed)
    })
    // The status decides, as soon as it is here. The rest is read only so that the connection can be used again.
    request.on('response', (response) => {
      resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] })
      discard(response)
    })
    request.on('close', () => deadline.end())
    request.end(body)
  })
}

function discard(response: IncomingMessage): void {
  let received = 0
  response.on('error', () => {})
  response.on('data', (chunk: Uint8Array) => {
    received += chunk.length
    if (received > mostAnswerBytes) response.destroy()
  })
}

/** The time that something may take. */
interface Deadline {
  /** Aborted when the time is over, or with the signal that it was started with. */
  readonly signal: AbortSignal
  /** It took no longer. */
  end(): void
}

function startDeadline(parent: AbortSignal, ms: number): Deadline {
  const controller = new AbortController()
  const abort = () => controller.abort()
  const timer = setTimeout(abort, ms)
  parent.addEventListener('abort', abort)
  if (parent.aborted) abort()
  return {
    signal: controller.signal,
    end: () => {
      clearTimeout(timer)
      parent.removeEventListener('abort', abort)
    },
  }
}
