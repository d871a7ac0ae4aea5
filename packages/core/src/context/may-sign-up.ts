import type { Settings } from '../config/settings.js'
import { PasskeyError } from '../errors.js'
import type { Profile } from '../host/profile.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { checkMode } from '../policy/policy-checks.js'
import { strictestPolicy } from '../policy/strictest-policy.js'
import type { Context } from './context.js'

/** Whether a new account may start with a passkey: the policy says so, and the host can make users. */
export function maySignUp({ host }: Settings, { mode, use, signUp }: EffectivePolicy): boolean {
  return mode !== 'off' && use !== 'second-factor' && signUp && host.createUser !== undefined
}

/**
 * A new account may start with a passkey.
 *
 * @throws {PasskeyError} `passkeys_off`, `forbidden`
 */
export function checkMaySignUp(settings: Settings, policy: EffectivePolicy): void {
  checkMode(policy)
  if (!maySignUp(settings, policy)) throw new PasskeyError('forbidden')
}

/** A new user, and the organization that the page names. */
export interface NewMember {
  readonly profile: Profile
  readonly organizationId: string | undefined
}

/**
 * The policy that a sign-up goes by. Anybody can name an organization: unless the host expects this new user there, the
 * environment must let them sign up too, and the stricter of both policies holds in every field.
 *
 * @throws {PasskeyError} `passkeys_off`, `forbidden`
 */
export async function policyForSignUp(
  { settings, policies }: Pick<Context, 'settings' | 'policies'>,
  { profile, organizationId }: NewMember,
): Promise<EffectivePolicy> {
  const policy = await policies.forStranger(organizationId)
  checkMaySignUp(settings, policy)
  if (organizationId === undefined) return policy
  if ((await settings.host.maySignUp?.({ profile, organizationId })) === true) return policy
  const environment = await policies.forStranger(undefined)
  checkMaySignUp(settings, environment)
  return strictestPolicy([policy, environment], environment)
}
