import type { PasskeyRecord } from '@latchkey/storage'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { looksUpNames } from '../policy/policy-checks.js'
import { complaintAboutAuthenticator } from './check-authenticator.js'

/**
 * Whether the user can do anything with it: active, discoverable where no user name is looked up, and of an
 * authenticator that may still sign in. Where passkeys are off, none can.
 */
export function isUsable(passkey: PasskeyRecord, policy: EffectivePolicy): boolean {
  const { status, discoverable } = passkey
  if (policy.mode === 'off' || status !== 'active') return false
  if (discoverable === false && !looksUpNames(policy)) return false
  return policy.authenticators.at === 'enroll' || complaintAboutAuthenticator(policy, passkey) === undefined
}

/** Whether the passkey may sign its user in, where it can do what the policy asks: usable, and no second factor only. */
export function maySignIn(passkey: PasskeyRecord, policy: EffectivePolicy): boolean {
  return policy.use !== 'second-factor' && isUsable(passkey, policy)
}

/** Whether it certainly can: it may, and has verified its user before where that is required. */
export function canSignIn(passkey: PasskeyRecord, policy: EffectivePolicy): boolean {
  return maySignIn(passkey, policy) && isVerifiedEnough(passkey, policy)
}

/** Whether its authenticator has verified the user at some time, where a sign-in must. */
export function isVerifiedEnough({ userVerified }: PasskeyRecord, { userVerification }: EffectivePolicy): boolean {
  return userVerified || userVerification.signIn !== 'required'
}
