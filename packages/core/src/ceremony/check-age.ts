import { PasskeyError } from '../errors.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'

/**
 * The ceremony is no older than today's policy allows. The sealed expiry, set at begin, applies too.
 *
 * @throws {PasskeyError} `ceremony_expired`
 */
export function checkAge(
  { issuedAt }: { readonly issuedAt: number },
  { ceremonySeconds }: EffectivePolicy,
  now: number,
): void {
  if (issuedAt + ceremonySeconds * 1000 <= now) throw new PasskeyError('ceremony_expired')
}
