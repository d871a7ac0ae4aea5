import { type Challenge, decodeBase64url, encodeBase64url } from '@latchkey/wire'
import { platform } from '#platform'
import type { PlainJson } from '../host/plain-json.js'
import { canonicalText } from './payload.js'

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
