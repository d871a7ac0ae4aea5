import type { Session } from '../config/host.js'
import { PasskeyError } from '../errors.js'

const clockSkewMs = 60_000

/**
 * The sign-in is as recent as the policy asks: at five minutes it still is, a moment later it is not. One from the
 * future, beyond what clocks differ by, is none.
 *
 * @throws {PasskeyError} `recent_authentication_required`
 */
export function checkRecent({ authenticatedAt }: Session, within: number | 'none', now: number): void {
  if (within === 'none') return
  const age = now - authenticatedAt
  if (age > within * 1000 || age < -clockSkewMs) throw new PasskeyError('recent_authentication_required')
}
