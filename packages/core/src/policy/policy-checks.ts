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

/**
 * A passkey may sign somebody in, rather than follow after something else.
 *
 * @throws {PasskeyError} `forbidden`
 */
export function checkFirstFactor({ use }: EffectivePolicy): void {
  if (use === 'second-factor') throw new PasskeyError('forbidden')
}

/** Whether a user name that is typed at sign-in finds that user's passkeys; else each must say itself whose it is. */
export function looksUpNames({ flow, enumeration }: EffectivePolicy): boolean {
  return flow !== 'smart' && enumeration !== 'usernameless-only'
}

/** Whether a new passkey must work without a user name: it must wherever users may sign in without one. */
export function mustBeDiscoverable({ flow }: EffectivePolicy): boolean {
  return flow !== 'classic'
}

/** The ways to sign in as a page names them: `passkey` where it can be one, first where it is preferred. */
export function orderMethods({ mode, use, preferred }: EffectivePolicy, others: readonly string[]): readonly string[] {
  const rest = others.filter((method) => method !== 'passkey')
  if (mode === 'off' || use === 'second-factor') return rest
  return preferred ? ['passkey', ...rest] : [...rest, 'passkey']
}
