import type { PasskeyRecord } from '@latchkey/storage'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { looksUpNames } from '../policy/policy-checks.js'
import { authenticatorError } from './check-authenticator.js'

/**
 * Is the passkey usable under the policy? It must be active, discoverable if no user name is looked up, and from an
 * authenticator that may still sign in. If passkeys are off, none is usable.
 */
export function isUsable(passkey: PasskeyRecord, policy: EffectivePolicy): boolean {
  const { status, discoverable } = passkey
  if (policy.mode === 'off' || status !== 'active') return false
  if (discoverable === false && !looksUpNames(policy)) return false
  return policy.authenticators.at === 'enroll' || authenticatorError(policy, passkey) === undefined
}

/**
 * May the passkey sign its user in, if user verification succeeds? It must be usable, and more than a second factor.
 */
export function maySignIn(passkey: PasskeyRecord, policy: EffectivePolicy): boolean {
  return policy.use !== 'second-factor' && isUsable(passkey, policy)
}

/** Can the passkey certainly sign in? It may, and it has verified its user before if that is required. */
export function canSignIn(passkey: PasskeyRecord, policy: EffectivePolicy): boolean {
  return maySignIn(passkey, policy) && isVerifiedEnough(passkey, policy)
}

/** Has the authenticator verified the user at least once, if a sign-in requires it? */
export function isVerifiedEnough({ userVerified }: PasskeyRecord, { userVerification }: EffectivePolicy): boolean {
  return userVerified || userVerification.signIn !== 'required'
}
