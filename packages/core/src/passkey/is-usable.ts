import type { PasskeyRecord } from '@latchkey/storage'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { complaintAboutAuthenticator } from './check-authenticator.js'

/**
 * Whether the user can sign in with it: active, discoverable where nobody is asked for a user name, and of an
 * authenticator that may still sign in. Where passkeys are off, none can.
 */
export function isUsable(passkey: PasskeyRecord, policy: EffectivePolicy): boolean {
  const { status, discoverable } = passkey
  if (policy.mode === 'off' || status !== 'active') return false
  if (policy.flow === 'smart' && discoverable === false) return false
  return policy.authenticators.at === 'enroll' || complaintAboutAuthenticator(policy, passkey) === undefined
}
