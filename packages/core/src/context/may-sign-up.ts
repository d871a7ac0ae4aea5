import type { Settings } from '../config/settings.js'
import { PasskeyError } from '../errors.js'
import type { Profile } from '../host/profile.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { checkMode } from '../policy/policy-checks.js'
import { strictestPolicy } from '../policy/resolve-policy.js'
import type { Context } from './context.js'

/** May a new account start with a passkey? The policy must allow it, and your app must be able to create users. */
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
  if (maySignUp(settings, policy)) return
  const cause = new Error('A sign-up needs policy: { signUp: true } and host.createUser.')
  throw new PasskeyError('forbidden', { cause })
}

/** A new user, and the organization that the page names. */
export interface NewMember {
  /** Absent: it is not known yet, so `host.maySignUp` is not asked. */
  readonly profile: Profile | undefined
  readonly organizationId: string | undefined
}

/**
 * The policy for a sign-up. Any page can name any organization. Unless `host.maySignUp` accepts this new user, the
 * environment must allow the sign-up too, and the stricter of both policies applies to every field.
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
  if (profile && (await settings.host.maySignUp?.({ profile, organizationId })) === true) return policy
  const environment = await policies.forStranger(undefined)
  checkMaySignUp(settings, environment)
  return strictestPolicy([policy, environment], environment)
}
