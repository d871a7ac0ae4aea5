import { createHmac, timingSafeEqual } from 'node:crypto'

export interface ReceivedWebhook {
  readonly headers: Headers
  readonly body: string
  /** `whsec_` and base64. */
  readonly secret: string
  /** Epoch milliseconds. */
  readonly now: number
}

/** Milliseconds. An older message may be a recorded one, sent again. */
const oldest = 300_000

/**
 * Is it from Latchkey, unchanged and new? As Standard Webhooks says; a receiver of yours can use its library instead.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function isGenuineWebhook({ headers, body, secret, now }: ReceivedWebhook): boolean {
  const id = headers.get('webhook-id') ?? ''
  const timestamp = headers.get('webhook-timestamp') ?? ''
  if (!(Math.abs(now - Number(timestamp) * 1000) <= oldest)) return false
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest()
  const signatures = (headers.get('webhook-signature') ?? '').split(' ')
  return signatures.some((signature) => {
    const given = Buffer.from(signature.replace('v1,', ''), 'base64')
    return signature.startsWith('v1,') && given.length === expected.length && timingSafeEqual(given, expected)
  })
}
