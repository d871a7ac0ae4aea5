import type { PasskeyRecord } from '@latchkey/storage'
import type { Settings } from '../config/settings.js'
import { PasskeyError } from '../errors.js'
import type { Session, SessionMethod } from '../host/host.js'
import { isHostId, parseOrganizationId } from '../host/ids.js'
import { instantIssue } from '../host/instant.js'

/**
 * The user is signed in, and no further factor is missing.
 *
 * @throws {PasskeyError} `not_signed_in` without a session, or with a partial one, which can only use its second
 *   factor.
 * @throws {TypeError} if your app's session is malformed. The message names the member and says what to write.
 */
export function checkSession(session: Session | null | undefined, now: number): asserts session is Session {
  checkForm(session, now)
  if (session.partial) throw new PasskeyError('not_signed_in')
}

function checkForm(session: Session | null | undefined, now: number): asserts session is Session {
  if (session === null || session === undefined) throw new PasskeyError('not_signed_in')
  const issue = sessionIssue(session, now)
  if (issue) throw new TypeError(`session.${issue}`)
}

/**
 * The session is the user's own: no agent acts for the user.
 *
 * @throws {PasskeyError} as `checkSession`; `forbidden` for a delegated session.
 */
export function checkOwnSession(session: Session | null | undefined, now: number): asserts session is Session {
  checkSession(session, now)
  checkNotDelegated(session)
}

/**
 * The user has used a first factor, and a second is still missing.
 *
 * @throws {PasskeyError} `not_signed_in`; `forbidden` for a session without a missing factor, and for a delegated one.
 * @throws {TypeError} if your app's session is malformed.
 */
export function checkPartialSession(session: Session | null | undefined, now: number): asserts session is Session {
  checkForm(session, now)
  checkNotDelegated(session)
  if (!session.partial) throw new PasskeyError('forbidden')
}

function checkNotDelegated({ delegated }: Session): void {
  if (delegated) throw new PasskeyError('forbidden')
}

/**
 * The organization that the session is bound to: it was signed in with a passkey that is bound to it, so it must not
 * give its user anything that reaches further.
 *
 * @throws {PasskeyError} `recent_authentication_required` if the passkey of a method has been removed, so that its
 *   binding is unknown; `forbidden` for a session at another organization, or bound to several.
 */
export function boundOrganization(session: Session, passkeys: readonly BoundPasskey[]): string | undefined {
  const isGone = ({ passkeyId }: SessionMethod) =>
    passkeyId !== undefined && !passkeys.some(({ id }) => id === passkeyId)
  if (session.methods.some(isGone)) throw new PasskeyError('recent_authentication_required')
  const [boundTo, ...others] = boundsOf(session, passkeys)
  const isElsewhere = boundTo !== undefined && (session.organizationId ?? boundTo) !== boundTo
  if (isElsewhere || others.length > 0) throw new PasskeyError('forbidden')
  return boundTo
}

type BoundPasskey = Pick<PasskeyRecord, 'id' | 'boundTo'>

/**
 * The organizations that the passkeys of the session's methods are bound to. A method without `passkeyId` may be any of
 * the user's passkeys.
 */
export function boundsOf({ methods }: Session, passkeys: readonly BoundPasskey[]): ReadonlySet<string> {
  const used = methods.filter(({ name, passkeyId }) => name === 'passkey' || passkeyId !== undefined)
  const bounds = used.flatMap(({ passkeyId }) =>
    passkeys.flatMap(({ id, boundTo }) => ((passkeyId ?? id) === id && boundTo !== undefined ? [boundTo] : [])),
  )
  return new Set(bounds)
}

const clockSkewMs = 60_000

/** The maximum age of an authentication. Instants are epoch milliseconds. */
export interface RecentRule {
  /** The maximum age in seconds, measured back from `begunAt`. */
  readonly within: number | 'none'
  /** When the action began: now, or earlier if the action is already in progress. */
  readonly begunAt: number
  readonly now: number
}

/**
 * The sign-in is as recent as the policy requires.
 *
 * @throws {PasskeyError} `recent_authentication_required`
 */
export function checkRecent({ authenticatedAt }: Session, rule: RecentRule): void {
  if (!isRecent(authenticatedAt, rule)) throw new PasskeyError('recent_authentication_required')
}

/**
 * Is this instant recent enough? The limit is inclusive. An instant in the future, beyond the allowed clock skew, is
 * not recent.
 */
function isRecent(at: number, { within, begunAt, now }: RecentRule): boolean {
  return within === 'none' || (begunAt - at <= within * 1000 && at - now <= clockSkewMs)
}

/**
 * The user has recently used one of the user's strong methods. `strong` lists their names in `session.methods`. Users
 * without a strong method pass.
 *
 * @throws {PasskeyError} `recent_authentication_required`
 */
export function checkStrongest({ methods }: Session, strong: readonly string[], rule: RecentRule): void {
  const isUsed = methods.some(({ name, at }) => strong.includes(name) && isRecent(at, rule))
  if (strong.length > 0 && !isUsed) throw new PasskeyError('recent_authentication_required')
}

/**
 * The organization to record: the session's, or the named one if the session has none. It never selects the policy,
 * because a page can name any organization.
 *
 * @throws {PasskeyError} `forbidden` if it differs from the session's; `malformed`
 */
export function organizationOf(session: Session, named: unknown): string | undefined {
  const organizationId = parseOrganizationId(named)
  if (organizationId === undefined || session.organizationId === undefined)
    return organizationId ?? session.organizationId
  if (organizationId !== session.organizationId) throw new PasskeyError('forbidden')
  return organizationId
}

/** Smaller values are probably seconds instead of milliseconds. */
const fewestMilliseconds = 1e11
/** Values further ahead are probably microseconds, or a clock is wrong by a day. */
const furthestAhead = 86_400_000

/** The issue of a session from your app, starting with the member's name; undefined if it is valid. */
function sessionIssue(session: object, now: number): string | undefined {
  const { userId, authenticatedAt, methods }: Record<string, unknown> = { ...session }
  if (typeof userId === 'number') return 'userId is a number; write String(user.id).'
  if (!isHostId(userId)) return 'userId must be a string of 1 to 255 characters.'
  const issue = momentIssue(authenticatedAt, now)
  if (issue) return `authenticatedAt ${issue}`
  if (!Array.isArray(methods)) return "methods must be an array, such as [{ name: 'password', at: Date.now() }]."
  return methods.flatMap((method, index) => methodIssue(method, index, now) ?? [])[0] ?? memberIssue(session)
}

function memberIssue(session: object): string | undefined {
  const { organizationId, partial, delegated }: Record<string, unknown> = { ...session }
  if (organizationId !== undefined && !isHostId(organizationId))
    return 'organizationId must be a string of 1 to 255 characters; leave it out outside organizations.'
  const isSwitch = (value: unknown) => value === undefined || typeof value === 'boolean'
  if (!isSwitch(partial)) return 'partial must be true or false.'
  return isSwitch(delegated) ? undefined : 'delegated must be true or false.'
}

function methodIssue(method: unknown, index: number, now: number): string | undefined {
  const place = `methods.${index}`
  if (typeof method === 'string') return `${place} is text; write { name: '${method}', at: session.authenticatedAt }.`
  if (typeof method !== 'object' || method === null) return `${place} must be { name, at }.`
  const { name, at, passkeyId }: Record<string, unknown> = { ...method }
  if (typeof name !== 'string' || name === '') return `${place}.name must be text, such as 'password'.`
  if (passkeyId !== undefined && typeof passkeyId !== 'string')
    return `${place}.passkeyId must be text: the passkey.id of the sign-in.`
  const issue = momentIssue(at, now)
  return issue && `${place}.at ${issue}`
}

function momentIssue(value: unknown, now: number): string | undefined {
  const issue = instantIssue(value)
  if (issue) return issue
  const at = Number(value)
  if (at > 0 && at < fewestMilliseconds && now >= fewestMilliseconds) return 'looks like seconds; give milliseconds.'
  return at - now > furthestAhead ? 'is more than a day ahead; give epoch milliseconds.' : undefined
}

/** The names of a user's second factors in a session. `passkey` is not one of them: it does not say which passkey. */
export async function secondFactorsOf({ host }: Pick<Settings, 'host'>, userId: string): Promise<readonly string[]> {
  const factors = (await host.secondFactors?.({ userId })) ?? []
  return factors.filter((name) => name !== 'passkey')
}
