import type { Settings } from '../config/settings.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'

/** Whether a new account may start with a passkey: the policy says so, and the host can make users. */
export function maySignUp({ host }: Settings, { mode, use, signUp }: EffectivePolicy): boolean {
  return mode !== 'off' && use !== 'second-factor' && signUp && host.createUser !== undefined
}
