import type { UserVerificationRequirement } from '@latchkey/wire'
import { PasskeyError } from '../errors.js'
import type { AuthenticatorData } from '../parse/authenticator-data.js'

/**
 * The user was verified, where that was required.
 *
 * @throws {PasskeyError} `user_verification_missing`
 */
export function checkUserVerification(
  authenticatorData: AuthenticatorData,
  requirement: UserVerificationRequirement,
): void {
  if (requirement === 'required' && !authenticatorData.userVerified) {
    throw new PasskeyError('user_verification_missing')
  }
}
