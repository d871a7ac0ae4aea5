import { encodeBase64url } from '@latchkey/wire'
import * as z from 'zod'
import { platform } from '#platform'
import type { Settings } from '../config/settings.js'
import { PasskeyError } from '../errors.js'
import { canonicalText } from './payload.js'

/**
 * Proof that a user's passkey confirmed a payload. Plain JSON. It contains everything that `verifyReceipt` needs
 * except the payload and the key to trust. Binary values are base64url, instants epoch milliseconds.
 */
export interface Receipt {
  readonly v: 1
  readonly type: 'latchkey.confirm'
  readonly environment: string
  readonly rpId: string
  readonly userId: string
  readonly organizationId?: string
  readonly issuedAt: number
  /** When the confirmation finished. Only your server vouches for it: the passkey has not signed it. */
  readonly finishedAt: number
  /** The random half of the challenge. */
  readonly nonce: string
  readonly credential: {
    readonly id: string
    /** The COSE key. Trusted only if the receipt itself is signed. */
    readonly publicKey: string
  }
  readonly response: {
    readonly clientDataJSON: string
    readonly authenticatorData: string
    readonly signature: string
  }
  /** The id of the key that signed the receipt, of `receiptKeys`. */
  readonly keyId?: string
  /** Ed25519, over the canonical JSON of everything else. */
  readonly signature?: string
}

/** The receipt, signed if the deployment has a key for that. */
export async function signReceipt(
  receipt: Omit<Receipt, 'keyId' | 'signature'>,
  { receiptKey }: Pick<Settings, 'receiptKey'>,
): Promise<Receipt> {
  if (!receiptKey) return receipt
  const named = { ...receipt, keyId: receiptKey.id }
  const signature = await platform.signEd25519(receiptKey.privateKey, signedBytes(named))
  return { ...named, signature: encodeBase64url(signature) }
}

/** What the signature covers. */
export function signedBytes({ signature: _, ...signed }: Receipt): Uint8Array {
  return new TextEncoder().encode(canonicalText({ ...signed }))
}

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
