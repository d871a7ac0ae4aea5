import type { PasskeyRecord } from '@latchkey/storage'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { isUsable } from './is-usable.js'

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
