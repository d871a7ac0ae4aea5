import { createHmac } from 'node:crypto'

/** What is signed, as Standard Webhooks says. */
export interface WebhookMessage {
  readonly id: string
  /** Seconds since 1970. */
  readonly timestamp: number
  readonly body: string
}

const leastBytes = 24
const mostBytes = 64

/**
 * The key of a secret: `whsec_` and base64 of 24 to 64 bytes.
 *
 * @throws {TypeError} that does not repeat the secret.
 */
export function parseWebhookSecret(secret: unknown): Uint8Array {
  const text = typeof secret === 'string' ? secret.replace(/^whsec_/, '') : ''
  const key = Buffer.from(text, 'base64')
  const isExact = key.toString('base64').replace(/=+$/, '') === text.replace(/=+$/, '')
  if (isExact && key.length >= leastBytes && key.length <= mostBytes) return key
  throw new TypeError(
    'webhooks: a secret must be whsec_ and base64 of 24 to 64 bytes; make one with: openssl rand -base64 32',
  )
}

/** The headers of the message; one signature for each key. */
export function signWebhook(
  keys: readonly Uint8Array[],
  { id, timestamp, body }: WebhookMessage,
): Readonly<Record<string, string>> {
  const signatures = keys.map(
    (key) => `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`,
  )
  return { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signatures.join(' ') }
}
