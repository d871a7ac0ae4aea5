import type { Context } from '../context/context.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { checkMode } from '../policy/policy-checks.js'

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
