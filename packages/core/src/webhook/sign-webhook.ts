import { Webhook } from 'standardwebhooks'

/** What is signed. */
export interface WebhookMessage {
  readonly id: string
  readonly at: Date
  readonly body: string
}

/** Signs with one secret. */
export type WebhookSigner = Pick<Webhook, 'sign'>

const leastBytes = 24
const mostBytes = 64

/**
 * The signer of a secret: `whsec_` and base64 of 24 to 64 bytes.
 *
 * @throws {TypeError} that does not repeat the secret.
 */
export function createWebhookSigner(secret: unknown): WebhookSigner {
  const text = typeof secret === 'string' ? secret.replace(/^whsec_/, '') : ''
  const [digits = ''] = /^[A-Za-z0-9+/]+(?==*$)/.exec(text) ?? []
  const bytes = Math.floor((digits.length * 3) / 4)
  if (digits.length % 4 !== 1 && bytes >= leastBytes && bytes <= mostBytes) {
    return new Webhook(digits.padEnd(Math.ceil(digits.length / 4) * 4, '='))
  }
  throw new TypeError(
    'webhooks: a secret must be whsec_ and base64 of 24 to 64 bytes; make one with: openssl rand -base64 32',
  )
}

/** The headers of the message, as Standard Webhooks says; one signature for each signer. */
export function signWebhook(
  signers: readonly WebhookSigner[],
  { id, at, body }: WebhookMessage,
): Readonly<Record<string, string>> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': signers.map((signer) => signer.sign(id, at, body)).join(' '),
  }
}
