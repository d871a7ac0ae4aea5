import { isWithinReach } from '../context/admin-target.js'
import type { Context } from '../context/context.js'
import { checkMember, organizationsOf } from '../context/membership.js'
import { PasskeyError } from '../errors.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'

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
  const organizations = await organizationsOf(settings, userId)
  checkMember(organizations, boundTo)
  const scope = boundTo === undefined ? 'environment' : { organizationId: boundTo }
  if (!isWithinReach(scope, organizations)) throw new PasskeyError('forbidden')
  return policies.forMember({ organizations, organizationId: boundTo })
}
