import { PasskeyError } from '../errors.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'

/**
 * The ceremony is no older than a ceremony may be today; how old it could become when it began was sealed, and holds too.
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
