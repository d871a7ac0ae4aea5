import { decodeBase64url } from '@latchkey/wire'
import { platform } from '#platform'
import { PasskeyError } from '../errors.js'
import type { PlainJson } from '../host/plain-json.js'
import { readEd25519PublicKey } from '../platform/ed25519-pem.js'
import { parseCredentialId } from '../webauthn/parse/credential-id.js'
import { verifyAssertion } from '../webauthn/verify/verify-assertion.js'
import { confirmChallenge, parsePayload } from './payload.js'
import { parseReceipt, type Receipt, signedBytes } from './receipt.js'

/** What `verifyReceipt` takes. */
export interface VerifyReceiptInput {
  /** As your app stored it, parsed from JSON. */
  readonly receipt: unknown
  /** The payload that the user is said to have confirmed. The order of its keys does not matter. */
  readonly payload: unknown
  readonly expected: ExpectedReceipt
}

/** What the verifying program knows itself. It must not come from the receipt. */
export interface ExpectedReceipt {
  readonly rpId: string
  readonly origins: readonly string[]
  readonly userId: string
  readonly environment: string
  /** The passkey's COSE key, as your app stored it at the time. */
  readonly key?: Uint8Array | undefined
  /** The public halves of `receiptKeys` by id, as PEM. Used if `key` is not given. */
  readonly receiptKeys?: Readonly<Record<string, string>> | undefined
}

/** What a genuine receipt proves. */
export interface VerifiedReceipt {
  readonly userId: string
  readonly organizationId?: string
  /** As the receipt says. A signature of the deployment covers it; with `expected.key`, only the key is proven. */
  readonly credentialId: string
  readonly origin: string
  readonly issuedAt: number
  /** Only the server vouches for it; the passkey has not signed it. */
  readonly finishedAt: number
  /** Frozen. */
  readonly payload: PlainJson
}

/**
 * Whether this passkey has confirmed this payload, for this user and this relying party. Pure: reads no store and no
 * clock, and works after the passkey was removed.
 *
 * @throws {PasskeyError} `malformed` for a receipt that cannot be parsed.
 * @throws {PasskeyError} `challenge_mismatch` for another payload, user, environment or relying party.
 * @throws {PasskeyError} `signature_invalid` if neither `key` nor a signature by one of `receiptKeys` vouches for it.
 * @throws {PasskeyError} the code of the first check of `verifyAssertion` that fails.
 * @throws {TypeError} for a payload that is not plain JSON, and if neither `key` nor `receiptKeys` is given.
 */
export async function verifyReceipt(input: VerifyReceiptInput): Promise<VerifiedReceipt> {
  const { rpId, origins, userId, environment } = input.expected
  const { value: payload } = parsePayload(input.payload)
  const receipt = parseReceipt(input.receipt)
  const publicKey = await trustedKey(receipt, input.expected)
  const isOther = receipt.rpId !== rpId || receipt.userId !== userId || receipt.environment !== environment
  if (isOther) throw new PasskeyError('challenge_mismatch')
  const { issuedAt, finishedAt, organizationId, nonce, credential } = receipt
  const context = { environment, rpId, userId, organizationId, issuedAt, payload }
  const challenge = await confirmChallenge(bytesOf(nonce), context)
  const { id } = credential
  const assertion = await verifyAssertion({
    response: { id, rawId: id, type: 'public-key', response: receipt.response, clientExtensionResults: {} },
    expected: { challenge, origins, rpId, userVerification: 'required' },
    credential: { id: parseCredentialId(id), publicKey, signCount: 0 },
  })
  return Object.freeze({
    userId,
    ...(organizationId === undefined ? {} : { organizationId }),
    credentialId: id,
    origin: assertion.origin,
    issuedAt,
    finishedAt,
    payload,
  })
}

/** The key that the caller trusts, never the one that only the receipt names. */
async function trustedKey(receipt: Receipt, { key, receiptKeys }: ExpectedReceipt): Promise<Uint8Array> {
  const named = bytesOf(receipt.credential.publicKey)
  if (key !== undefined) {
    if (!platform.equal(key, named)) throw new PasskeyError('signature_invalid')
    return key
  }
  if (receiptKeys === undefined) throw new TypeError('verifyReceipt needs expected.key or expected.receiptKeys.')
  const pem = Object.hasOwn(receiptKeys, receipt.keyId ?? '') ? receiptKeys[receipt.keyId ?? ''] : undefined
  if (pem === undefined) throw new PasskeyError('signature_invalid')
  const vouching = readEd25519PublicKey(pem)
  if (!vouching) throw new TypeError('verifyReceipt: a public key of receiptKeys is not Ed25519 as PEM.')
  const signed = { data: signedBytes(receipt), signature: bytesOf(receipt.signature ?? '') }
  const isVouchedFor = await platform.verifyOnce(vouching, { hash: null }, signed)
  if (!isVouchedFor) throw new PasskeyError('signature_invalid')
  return named
}

function bytesOf(base64url: string): Uint8Array {
  const bytes = decodeBase64url(base64url)
  if (!bytes) throw new PasskeyError('malformed')
  return bytes
}
