import type { PasskeyRecord } from '@latchkey/storage'
import type { AuthenticatorAttachment, CreationOptionsJSON } from '@latchkey/wire'
import type { Binding } from '../../ceremony/ceremony.js'
import type { Settings } from '../../config/settings.js'
import { adminTarget, checkReach, organizationOfScope } from '../../context/admin-target.js'
import type { Context } from '../../context/context.js'
import { policyForSession } from '../../context/policy-reader.js'
import { trustToday } from '../../context/trust-today.js'
import { PasskeyError } from '../../errors.js'
import type { Actor } from '../../events/create-event.js'
import { userIssue } from '../../host/find-user.js'
import type { HostUser, Session } from '../../host/host.js'
import { parseOrganizationId } from '../../host/ids.js'
import { isOpenAt, isUsable } from '../../passkey/usability.js'
import type { EffectivePolicy } from '../../policy/effective-policy.js'
import { checkMode } from '../../policy/policy-checks.js'
import { creationRequest } from '../../registration/creation-request.js'
import { boundOrganization, checkOwnSession, checkRecent, checkStrongest } from '../../session/session.js'
import { checkMayUpgrade } from './may-upgrade.js'

/** What `enroll.begin` takes. */
export interface EnrollBeginInput {
  /** The user of the new passkey, as the authenticator shows it. The id must be the session's. */
  readonly user: HostUser
  readonly session: Session | null
  /**
   * The organization to record with the passkey if the session names none: one of the user's. The strictest policy of
   * all of them applies.
   */
  readonly organizationId?: string | undefined
  /** Only this kind of authenticator. */
  readonly attachment?: AuthenticatorAttachment | undefined
  /**
   * The browser creates the passkey without asking the user. Only where the policy's `prompt.automatic` allows it,
   * within five minutes of a sign-in with a password in this session. Default: false.
   */
  readonly conditional?: boolean | undefined
  readonly binding: Binding
}

/** What `enroll.begin` returns: send `options` to the browser. */
export interface BegunEnroll {
  /** Opaque; goes back to `enroll.finish`. */
  readonly ceremony: string
  readonly options: CreationOptionsJSON
}

/**
 * Begins to add a passkey for the signed-in user: writes nothing. The user's existing passkeys are excluded, so that
 * no authenticator creates a second. See `Passkeys`.
 */
export async function beginEnroll(context: Context, input: EnrollBeginInput): Promise<BegunEnroll> {
  const { settings, store, envelopes } = context
  const { user, session, attachment, conditional: silent = false, binding } = input
  if (typeof silent !== 'boolean') throw new TypeError('enroll.begin: conditional must be true or false.')
  checkOwnSession(session, settings.now())
  const issue = userIssue(user)
  if (issue) throw new TypeError(`enroll.begin was given a user ${issue}`)
  if (user.id !== session.userId) throw new PasskeyError('forbidden')
  const held = await store.passkeys.listByUser(settings.relyingParty.id, user.id)
  const boundTo = boundOrganization(session, held.passkeys)
  const named = parseOrganizationId(input.organizationId) ?? boundTo
  if (boundTo !== undefined && named !== boundTo) throw new PasskeyError('forbidden')
  const { policy, organizationId } = await policyForSession(context, session, named)
  checkMode(policy)
  const enroller = { session, policy, passkeys: held.passkeys, begunAt: settings.now() }
  if (silent) checkMayUpgrade(settings, { ...enroller, account: held.account })
  await checkMayEnroll(context, enroller)
  const { ceremony, options } = await creationRequest(settings, policy, {
    user,
    held,
    attachment,
    organizationId,
    silent,
    binding,
  })
  const sealed = await envelopes.seal('enroll', { ...ceremony, ...(boundTo === undefined ? {} : { boundTo }) })
  return { ceremony: sealed, options }
}

/** What `admin.enroll.begin` takes. */
export interface AdminEnrollBeginInput {
  /** The user of the new passkey, as the authenticator shows it. */
  readonly user: HostUser
  /** The organization that the admin acts for, one of the user's. Its policy applies. */
  readonly organizationId?: string | undefined
  /** Only this kind of authenticator. */
  readonly attachment?: AuthenticatorAttachment | undefined
  /** The admin who begins. The same admin must finish. */
  readonly actor: Actor
  /** A secret of the browser in which the passkey is created. */
  readonly binding: Binding
}

/**
 * An admin begins to add a passkey for a user, for example at a help desk: writes nothing. The rules for users who
 * enroll apply, except for the recent sign-in: your app checks that, and who may enroll, before it calls. See
 * `AdminApi`.
 */
export async function beginAdminEnroll(context: Context, input: AdminEnrollBeginInput): Promise<BegunEnroll> {
  const { settings, store, policies, envelopes } = context
  const { user, attachment, actor, binding } = input
  checkAdminsMayEnroll(settings)
  const eventContext = adminTarget(context, { userId: user.id, organizationId: input.organizationId, actor })
  const { rpId, userId, organizationId } = eventContext
  const held = await store.passkeys.listByUser(rpId, userId)
  const organizations = await checkReach(context, eventContext)
  const policy = await policies.forMember({ organizations, organizationId })
  checkMode(policy)
  const { ceremony, options } = await creationRequest(settings, policy, {
    user,
    held,
    attachment,
    organizationId,
    binding,
  })
  const boundTo = organizationOfScope(eventContext.scope)
  const sealed = { ...ceremony, enrolledBy: actor.id, ...(boundTo === undefined ? {} : { boundTo }) }
  return { ceremony: await envelopes.seal('admin-enroll', sealed), options }
}

/**
 * Your app has configured that admins may register passkeys for users.
 *
 * @throws {PasskeyError} `forbidden`
 */
export function checkAdminsMayEnroll({ adminsMayEnroll }: Settings): void {
  if (!adminsMayEnroll) throw new PasskeyError('forbidden')
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
