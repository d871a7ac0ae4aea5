import type { Settings } from '../config/settings.js'
import { PasskeyError } from '../errors.js'
import { checkFirstFactor } from '../policy/check-first-factor.js'
import { checkMode } from '../policy/check-mode.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'

/**
 * A new account may start with a passkey: the policy says so, and the host can make users.
 *
 * @throws {PasskeyError} `passkeys_off`, `forbidden`
 */
export function checkMaySignUp({ host }: Settings, policy: EffectivePolicy): void {
  checkMode(policy)
  checkFirstFactor(policy)
  if (!policy.signUp || !host.createUser) throw new PasskeyError('forbidden')
}
