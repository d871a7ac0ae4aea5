import type { VerifiedOtp } from '../ceremony/ceremony.js'
import { isWithinReach } from '../context/admin-target.js'
import type { Context } from '../context/context.js'
import { checkMember, membershipOf } from '../context/membership.js'
import { PasskeyError } from '../errors.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { checkMode } from '../policy/policy-checks.js'

/** The user of a redeemed code, and the organization that the passkey will be bound to. */
export interface CodeTarget {
  readonly userId: string
  readonly boundTo: string | undefined
}

/**
 * The policy for a user who has redeemed a code. An organization that issued it must still reach the user, who is in no
 * other.
 *
 * @throws {PasskeyError} `forbidden`, `storage_unavailable`
 */
export async function policyForCode(
  { settings, policies }: Pick<Context, 'settings' | 'policies'>,
  { userId, boundTo }: CodeTarget,
): Promise<EffectivePolicy> {
  const membership = await membershipOf(settings, userId)
  const { organizations } = membership
  checkMember(organizations, boundTo)
  const scope = boundTo === undefined ? 'environment' : { organizationId: boundTo }
  if (!isWithinReach(scope, organizations)) throw new PasskeyError('forbidden')
  return policies.forMember({ ...membership, organizationId: boundTo })
}

/**
 * The policy for an invited user who does not exist yet: that of the organization, if an admin has invited into one.
 * `signUp` does not apply.
 *
 * @throws {PasskeyError} `passkeys_off`, `storage_unavailable`
 */
export async function policyForInvited(
  { policies }: Pick<Context, 'policies'>,
  organizationId: string | undefined,
): Promise<EffectivePolicy> {
  const policy = await policies.forStranger(organizationId)
  checkMode(policy)
  return policy
}

/**
 * Where the policy asks for a one-time code, the user has typed one. An invitation and a recovery code have their own
 * proof, so their ceremonies are not asked.
 *
 * @throws {PasskeyError} `code_required`
 */
export function checkOtpPolicy({ verifyBeforeEnroll }: EffectivePolicy, otp: VerifiedOtp | undefined): void {
  if (verifyBeforeEnroll === 'otp' && !otp) throw new PasskeyError('code_required')
}

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
