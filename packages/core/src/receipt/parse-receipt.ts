import * as z from 'zod'
import { PasskeyError } from '../errors.js'
import type { Receipt } from './receipt.js'

const text = z.string().max(1000)
const base64url = z
  .string()
  .max(16_384)
  .regex(/^[A-Za-z0-9_-]+$/)
const instant = z.int().min(0)

const schema = z.strictObject({
  v: z.literal(1),
  type: z.literal('latchkey.confirm'),
  environment: text,
  rpId: text,
  userId: text,
  organizationId: text.exactOptional(),
  issuedAt: instant,
  finishedAt: instant,
  nonce: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  credential: z.strictObject({ id: base64url, publicKey: base64url }),
  response: z.strictObject({ clientDataJSON: base64url, authenticatorData: base64url, signature: base64url }),
  keyId: text.exactOptional(),
  signature: base64url.exactOptional(),
})

/**
 * The receipt, parsed strictly: an unknown member could mean something to another program.
 *
 * @throws {PasskeyError} `malformed`
 */
export function parseReceipt(value: unknown): Receipt {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new PasskeyError('malformed', { cause: parsed.error })
  return parsed.data
}
