import type { Settings } from '../config/settings.js'
import { PasskeyError } from '../errors.js'
import { checkMode } from '../policy/check-mode.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'

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
