import type { Session } from '../config/host.js'
import { PasskeyError } from '../errors.js'

const clockSkewMs = 60_000

/**
 * The sign-in is as recent as the policy asks.
 *
 * @throws {PasskeyError} `recent_authentication_required`
 */
export function checkRecent({ authenticatedAt }: Session, within: number | 'none', now: number): void {
  if (!isRecent(authenticatedAt, within, now)) throw new PasskeyError('recent_authentication_required')
}

/**
 * Whether something is as recent as that: at five minutes it still is, a moment later it is not. What comes from the
 * future, beyond what clocks differ by, is not.
 */
export function isRecent(at: number, within: number | 'none', now: number): boolean {
  if (within === 'none') return true
  const age = now - at
  return age <= within * 1000 && age >= -clockSkewMs
}
