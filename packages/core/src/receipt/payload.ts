import { type Challenge, decodeBase64url, encodeBase64url } from '@latchkey/wire'
import canonicalizeModule from 'canonicalize'
import { platform } from '#platform'
import { type PlainJson, toPlainJson } from '../host/plain-json.js'

/** Its types describe a default export that the module, which is CommonJS, does not have. */
const canonicalize = canonicalizeModule as unknown as (value: unknown) => string | undefined

const mostBytes = 16_384

/** A payload to confirm, and its only form as text. */
export interface Payload {
  /** Frozen. */
  readonly value: PlainJson
  /** In the JSON Canonicalization Scheme, RFC 8785. */
  readonly text: string
}

/**
 * The payload, if it is plain JSON of at most 16 kB.
 *
 * @throws {TypeError} naming the place.
 */
export function parsePayload(value: unknown): Payload {
  const plain = toPlainJson(value)
  const text = canonicalText(plain)
  if (new TextEncoder().encode(text).length > mostBytes) throw new TypeError('payload is larger than 16 kB as JSON.')
  return { value: plain, text }
}

/** Whether `confirm.begin` takes this payload: for data that a page sent, where a `TypeError` would be wrong. */
export function isConfirmPayload(value: unknown): boolean {
  try {
    parsePayload(value)
    return true
  } catch {
    return false
  }
}

/** The text of plain JSON in RFC 8785. */
export function canonicalText(value: PlainJson): string {
  return canonicalize(value) ?? 'null'
}

/** Everything that the digest in a challenge covers, besides the format's own name. */
export interface ConfirmContext {
  readonly environment: string
  readonly rpId: string
  readonly userId: string
  readonly organizationId?: string | undefined
  /** Epoch milliseconds. */
  readonly issuedAt: number
  readonly payload: PlainJson
}

/** The first half of a confirmation's challenge: random, so that no challenge repeats. */
export const nonceBytes = 32

/**
 * The challenge of a confirmation, 64 bytes: the nonce, and the SHA-256 of the canonical JSON of context and payload.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8785
 */
export async function confirmChallenge(nonce: Uint8Array, context: ConfirmContext): Promise<Challenge> {
  const { environment, rpId, userId, organizationId, issuedAt, payload } = context
  const signed = {
    v: 1,
    type: 'latchkey.confirm',
    environment,
    rpId,
    userId,
    ...(organizationId === undefined ? {} : { organizationId }),
    issuedAt,
    payload,
  }
  const digest = await platform.sha256(canonicalText(signed))
  return encodeBase64url(platform.concatenate(nonce, digest)) as Challenge
}

/** The nonce of a challenge that was made by `confirmChallenge`. */
export function nonceOf(challenge: Challenge): Uint8Array {
  return (decodeBase64url(challenge) ?? new Uint8Array(0)).subarray(0, nonceBytes)
}
