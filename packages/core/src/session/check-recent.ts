import type { Session } from '../config/host.js'
import { PasskeyError } from '../errors.js'

const clockSkewMs = 60_000

/** How recent something must be, and by which clock. Instants are epoch milliseconds. */
export interface RecentRule {
  /** Seconds before what it allows began. */
  readonly within: number | 'none'
  /** When that began: now, or earlier where a policy of today is applied to what is going on. */
  readonly begunAt: number
  readonly now: number
}

/**
 * The sign-in is as recent as the policy asks.
 *
 * @throws {PasskeyError} `recent_authentication_required`
 */
export function checkRecent({ authenticatedAt }: Session, rule: RecentRule): void {
  if (!isRecent(authenticatedAt, rule)) throw new PasskeyError('recent_authentication_required')
}

/**
 * Whether something is as recent as that: at five minutes it still is, a moment later it is not. What comes from the
 * future, beyond what clocks differ by, is not.
 */
export function isRecent(at: number, { within, begunAt, now }: RecentRule): boolean {
  return within === 'none' || (begunAt - at <= within * 1000 && at - now <= clockSkewMs)
}
