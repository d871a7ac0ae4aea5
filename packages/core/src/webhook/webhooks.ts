import { openRoute, postWebhook, type WebhookAnswer, type WebhookRoute } from '#webhook-transport'
import type { DeliveryAttempt, DeliveryEndpoint, DeliveryResult } from '../events/delivery-target.js'
import type { PasskeyEvent } from '../events/event-data.js'
import type { WebhookNetwork } from '../platform/node-webhooks/webhook-network.js'
import { createWebhookSigner, signWebhook, type WebhookSigner } from './sign-webhook.js'

/**
 * Allows `http` and private addresses, for a receiver on your own machine. In production it lets anyone who can set the
 * URL of an endpoint send requests into your network.
 */
export const unsafelyAllowLocalWebhooks: unique symbol = Symbol('unsafelyAllowLocalWebhooks')

/** One receiver of webhooks. */
export interface WebhookEndpoint {
  /** 1 to 64 characters of `A-Z a-z 0-9 _ -`, the same in every release: its deliveries are stored under this id. */
  readonly id: string
  /** An `https` URL without credentials. Its host must have public addresses only. */
  readonly url: string
  /** `whsec_` and base64 of 24 to 64 bytes. To rotate, pass an array: each secret signs, the receiver needs one. */
  readonly secret: string | readonly string[]
}

/** Settings of all receivers. */
export interface WebhookOptions {
  /**
   * `unsafelyAllowLocalWebhooks`, for development.
   *
   * @default `https` and public addresses only
   */
  readonly addresses?: typeof unsafelyAllowLocalWebhooks
  /**
   * Where webhooks leave by a resolver or a tunnel of yours. Addresses are checked either way.
   *
   * @default look-ups and connections of the operating system; proxy variables are ignored
   */
  readonly network?: WebhookNetwork
}

const idForm = /^[\w-]{1,64}$/
const longestRetryAfterMs = 24 * 3_600_000

/**
 * Targets of `events.deliver` that post each event as Standard Webhooks says: `webhook-id`, `webhook-timestamp` and
 * `webhook-signature`, and a body of `{ type, timestamp, data }`. A status of 2xx is an arrival, 410 disables the
 * endpoint, everything else is tried again; redirects are not followed.
 *
 * ```ts
 * await passkeys.events.deliver({ to: webhooks([{ id: 'crm', url: 'https://crm.example.com/hook', secret }]) })
 * ```
 *
 * @throws {TypeError} for an endpoint that cannot be one; the message says what to write, never the secret.
 */
export function webhooks(
  endpoints: readonly WebhookEndpoint[],
  options: WebhookOptions = {},
): readonly DeliveryEndpoint[] {
  if (!Array.isArray(endpoints)) throw new TypeError('webhooks: pass an array of { id, url, secret }.')
  return endpoints.map((endpoint) => toTarget(endpoint, options))
}

function toTarget({ id, url: given, secret }: WebhookEndpoint, options: WebhookOptions): DeliveryEndpoint {
  if (typeof id !== 'string' || !idForm.test(id)) {
    throw new TypeError('webhooks: id must be 1 to 64 characters of A-Z a-z 0-9 _ -.')
  }
  const allowsLocal = options.addresses === unsafelyAllowLocalWebhooks
  const url = parseUrl(given, allowsLocal)
  const signers = [secret].flat().map(createWebhookSigner)
  if (signers.length === 0) throw new TypeError('webhooks: secret is an empty array.')
  const route = openRoute({ url, allowsLocal, network: parseNetwork(options.network) })
  return { id, deliver: (event, attempt) => deliverWebhook({ event, attempt, signers, route }) }
}

function parseNetwork(network: WebhookNetwork | undefined): WebhookNetwork | undefined {
  if (network === undefined || (typeof network?.lookUp === 'function' && typeof network?.connect === 'function'))
    return network
  throw new TypeError('webhooks: network must be { lookUp, connect }, two functions.')
}

function parseUrl(given: unknown, allowsLocal: boolean): URL {
  const url = typeof given === 'string' && URL.canParse(given) ? new URL(given) : undefined
  const isAllowed = url?.protocol === 'https:' || (allowsLocal && url?.protocol === 'http:')
  if (url && isAllowed && url.username === '' && url.password === '') return url
  throw new TypeError('webhooks: url must be an https URL without credentials.')
}

interface WebhookDelivery {
  readonly event: PasskeyEvent
  readonly attempt: DeliveryAttempt
  readonly signers: readonly WebhookSigner[]
  readonly route: WebhookRoute
}

async function deliverWebhook({ event, attempt, signers, route }: WebhookDelivery): Promise<DeliveryResult> {
  const body = JSON.stringify(payloadOf(event))
  const signed = signWebhook(signers, { id: event.id, at: new Date(attempt.now), body })
  const headers = { ...signed, 'content-type': 'application/json', 'user-agent': 'Latchkey' }
  return resultOf(await postWebhook({ ...route, headers, body, signal: attempt.signal }), attempt.now)
}

/** Ids and names; a receiver reads what else it needs with them. */
function payloadOf({ name, at, data, id, once: _, ...event }: PasskeyEvent) {
  return { type: name, timestamp: new Date(at).toISOString(), data: { ...data, ...event, id } }
}

function resultOf(answer: WebhookAnswer, now: number): DeliveryResult {
  if ('reason' in answer) return { result: 'failed', reason: answer.reason }
  const { status } = answer
  if (status >= 200 && status < 300) return { result: 'delivered' }
  const reason = `status_${status}`
  if (status === 410) return { result: 'disabled', reason }
  const seconds = status === 429 || status === 503 ? Number(answer.retryAfter) : Number.NaN
  if (!(seconds > 0)) return { result: 'failed', reason }
  return { result: 'failed', reason, notBefore: now + Math.min(seconds * 1000, longestRetryAfterMs) }
}
