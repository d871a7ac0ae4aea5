import type { UserVerificationRequirement } from '@latchkey/wire'
import { PasskeyError } from '../../errors.js'

/**
 * The user was verified, if that was required.
 *
 * @throws {PasskeyError} `user_verification_missing`
 */
export function checkUserVerification(
  { userVerified }: { readonly userVerified: boolean },
  requirement: UserVerificationRequirement,
): void {
  if (requirement !== 'preferred' && requirement !== 'discouraged' && !userVerified) {
    throw new PasskeyError('user_verification_missing')
  }
}
