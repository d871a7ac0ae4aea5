import type { PasskeyRecord } from '@latchkey/storage'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { looksUpNames } from '../policy/looks-up-names.js'
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
