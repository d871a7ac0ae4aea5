import type { VerifiedOtp } from '../../ceremony/ceremony.js'
import { PasskeyError } from '../../errors.js'
import type { EffectivePolicy } from '../../policy/effective-policy.js'

/**
 * The policy allows recovery codes.
 *
 * @throws {PasskeyError} `forbidden`
 */
export function checkRecoveryOn({ recovery }: EffectivePolicy): void {
  if (recovery === 'off') throw new PasskeyError('forbidden')
}

/**
 * The policy allows a passkey for a recovery code; where it asks for a one-time code too, the user has typed one.
 *
 * @throws {PasskeyError} `forbidden`, `code_required`
 */
export function checkRecoveryPolicy(policy: EffectivePolicy, otp: VerifiedOtp | undefined): void {
  checkRecoveryOn(policy)
  if (policy.recovery === 'code-and-otp' && !otp) throw new PasskeyError('code_required')
}
