import type { PasskeyRecord, UserPasskeys } from '@latchkey/storage'
import type { AuthenticatorAttachment, CreationOptionsJSON } from '@latchkey/wire'
import type { Binding, VerifiedOtp } from '../ceremony/ceremony.js'
import type { Context } from '../context/context.js'
import { policyForSession } from '../context/policy-reader.js'
import { trustToday } from '../context/trust-today.js'
import { PasskeyError } from '../errors.js'
import { userIssue } from '../host/find-user.js'
import type { HostUser, Session } from '../host/host.js'
import { parseOrganizationId } from '../host/ids.js'
import { isOpenAt, isUsable } from '../passkey/usability.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { checkMode } from '../policy/policy-checks.js'
import { boundOrganization, checkOwnSession, checkRecent, checkStrongest } from '../session/session.js'
import { checkFirstPasskey } from './check-first-passkey.js'
import { checkOtpPolicy } from './code-policy.js'
import { type CreationRequestInput, creationRequest } from './creation-request.js'

/** What an enrollment returns when it begins: send `options` to the browser. */
export interface BegunEnroll {
  /** Opaque; goes back to `enroll.finish`. */
  readonly ceremony: string
  readonly options: CreationOptionsJSON
}

/** What a signed-in user who may add a passkey begins with. */
export interface OwnEnrollment {
  readonly session: Session
  readonly groups: readonly string[]
  readonly policy: EffectivePolicy
  readonly held: UserPasskeys
  /** The organization to record with the passkey. */
  readonly organizationId: string | undefined
  /** The organization that the session is bound to, and so the passkey. */
  readonly boundTo: string | undefined
}

/**
 * The session, if it is the user's own, and the user is the session's.
 *
 * @throws {PasskeyError} `not_signed_in`, `forbidden`
 * @throws {TypeError} for a user that is none, naming the method.
 */
export function checkOwnUser(
  { settings }: Context,
  { user, session, method }: { readonly user: HostUser; readonly session: Session | null; readonly method: string },
): Session {
  checkOwnSession(session, settings.now())
  const issue = userIssue(user)
  if (issue) throw new TypeError(`${method} was given a user ${issue}`)
  if (user.id !== session.userId) throw new PasskeyError('forbidden')
  return session
}

export interface OwnEnrollmentInput {
  readonly session: Session
  readonly organizationId?: string | undefined
  /** When the sign-in must have been recent enough, epoch milliseconds. Default: now. */
  readonly begunAt?: number | undefined
}

/**
 * The session may add a passkey, under today's policy.
 *
 * @throws {PasskeyError} `passkeys_off`, `forbidden`, `recent_authentication_required`, `malformed`,
 *   `storage_unavailable`
 */
export async function readOwnEnrollment(
  context: Context,
  { session, organizationId: given, begunAt }: OwnEnrollmentInput,
): Promise<OwnEnrollment> {
  const { settings, store } = context
  const held = await store.passkeys.listByUser(settings.relyingParty.id, session.userId)
  const boundTo = boundOrganization(session, held.passkeys)
  const named = parseOrganizationId(given) ?? boundTo
  if (boundTo !== undefined && named !== boundTo) throw new PasskeyError('forbidden')
  const { policy, organizationId, groups } = await policyForSession(context, session, named)
  checkMode(policy)
  const { passkeys } = held
  await checkMayEnroll(context, { session, policy, passkeys, begunAt: begunAt ?? settings.now() })
  return { session, groups, policy, held, organizationId, boundTo }
}

/** What to request of the browser. */
export interface PasskeyRequest {
  readonly user: HostUser
  readonly attachment?: AuthenticatorAttachment | undefined
  /** Whether the browser creates the passkey without asking the user. */
  readonly silent?: boolean
  readonly binding: Binding
  /** The one-time code that the user has typed, if it was right. */
  readonly otp?: VerifiedOtp
}

/**
 * Begins to add a passkey for a signed-in user: writes nothing.
 *
 * @throws {PasskeyError} `code_required`; as `creationRequest`
 */
export async function beginOwnEnrollment(
  context: Context,
  { session, groups, policy, held, organizationId, boundTo }: OwnEnrollment,
  { user, attachment, silent = false, binding, otp }: PasskeyRequest,
): Promise<BegunEnroll> {
  checkOtpPolicy(policy, otp)
  await checkFirstPasskey(context, { session, groups, policy, passkeys: held.passkeys }, otp)
  const requested: CreationRequestInput = { user, held, attachment, organizationId, silent, binding }
  const { ceremony, options } = await creationRequest(context.settings, policy, requested)
  const bound = boundTo === undefined ? {} : { boundTo }
  const verified = otp === undefined ? {} : { otp }
  return { ceremony: await context.envelopes.seal('enroll', { ...ceremony, ...bound, ...verified }), options }
}

/** A signed-in user who wants to add a passkey. */
export interface Enroller {
  readonly session: Session
  /** Today's policy. */
  readonly policy: EffectivePolicy
  /** The user's existing passkeys. */
  readonly passkeys: readonly PasskeyRecord[]
  /** Epoch milliseconds: the session must have been recent enough at this time, under today's policy too. */
  readonly begunAt: number
}

/**
 * The session may add a passkey: the sign-in is as recent as the policy requires. If the policy requires the
 * strongest method, a user with a passkey or a second factor has used one.
 *
 * @throws {PasskeyError} `recent_authentication_required`
 */
export async function checkMayEnroll(context: Context, enroller: Enroller): Promise<void> {
  const { settings } = context
  const { session, policy, passkeys, begunAt } = enroller
  const rule = { within: policy.recentAuthentication.enroll, begunAt, now: settings.now() }
  checkRecent(session, rule)
  if (policy.enrollWith === 'recent') return
  const factors = (await settings.host.secondFactors?.({ userId: session.userId })) ?? []
  const today = await trustToday(context, policy)
  const hasPasskey = passkeys.some(
    (passkey) => isOpenAt(passkey, session.organizationId) && isUsable(today(passkey), policy),
  )
  checkStrongest(session, hasPasskey ? ['passkey', ...factors] : factors, rule)
}
