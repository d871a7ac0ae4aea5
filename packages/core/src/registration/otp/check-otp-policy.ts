import type { VerifiedOtp } from '../../ceremony/ceremony.js'
import { PasskeyError } from '../../errors.js'
import type { EffectivePolicy } from '../../policy/effective-policy.js'

/**
 * Where the policy asks for a one-time code, the user has typed one. An invitation and a recovery code have their own
 * proof, so their ceremonies are not asked.
 *
 * @throws {PasskeyError} `code_required`
 */
export function checkOtpPolicy({ verifyBeforeEnroll }: EffectivePolicy, otp: VerifiedOtp | undefined): void {
  if (verifyBeforeEnroll === 'otp' && !otp) throw new PasskeyError('code_required')
}
