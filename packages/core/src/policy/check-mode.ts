import { PasskeyError } from '../errors.js'
import type { EffectivePolicy } from './effective-policy.js'

/**
 * Passkeys are not switched off.
 *
 * @throws {PasskeyError} `passkeys_off`
 */
export function checkMode({ mode }: EffectivePolicy): void {
  if (mode === 'off') throw new PasskeyError('passkeys_off')
}
