import { PasskeyError } from '../errors.js'
import type { Session } from '../host/host.js'
import { parseOrganizationId } from '../host/organization-id.js'
import { sessionIssue } from './session-issue.js'

/**
 * A user is signed in, and owes no further factor.
 *
 * @throws {PasskeyError} `not_signed_in` without a session, or with a partial one: that one reaches its second factor
 *   and nothing else.
 * @throws {TypeError} when the host's session does not have its shape; the message says which member, and what to write.
 */
export function checkSession(session: Session | null | undefined, now: number): asserts session is Session {
  if (session === null || session === undefined) throw new PasskeyError('not_signed_in')
  const issue = sessionIssue(session, now)
  if (issue) throw new TypeError(`session.${issue}`)
  if (session.partial) throw new PasskeyError('not_signed_in')
}

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

/**
 * Of the strong methods that the user has, by their names in `session.methods`, one was used as recently as that. Who
 * has none needs none.
 *
 * @throws {PasskeyError} `recent_authentication_required`
 */
export function checkStrongest({ methods }: Session, strong: readonly string[], rule: RecentRule): void {
  const isUsed = methods.some(({ name, at }) => strong.includes(name) && isRecent(at, rule))
  if (strong.length > 0 && !isUsed) throw new PasskeyError('recent_authentication_required')
}

/**
 * The organisation that something is kept under: the session's, or the one that is named where the session has none.
 * It says nothing about whose policy holds, because a page may name any.
 *
 * @throws {PasskeyError} `forbidden` for another one than the session's; `malformed`
 */
export function organizationOf(session: Session, named: unknown): string | undefined {
  const organizationId = parseOrganizationId(named)
  if (organizationId === undefined || session.organizationId === undefined)
    return organizationId ?? session.organizationId
  if (organizationId !== session.organizationId) throw new PasskeyError('forbidden')
  return organizationId
}
