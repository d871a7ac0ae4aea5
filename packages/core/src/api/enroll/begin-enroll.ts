import type { AuthenticatorAttachment, CreationOptionsJSON } from '@latchkey/wire'
import type { Binding } from '../../ceremony/ceremony.js'
import type { Settings } from '../../config/settings.js'
import { organizationOfScope } from '../../context/acting-scope.js'
import { adminTarget, checkReach } from '../../context/admin-target.js'
import type { Context } from '../../context/context.js'
import { policyForSession } from '../../context/policy-for-session.js'
import { PasskeyError } from '../../errors.js'
import type { Actor } from '../../events/create-event.js'
import { userIssue } from '../../host/find-user.js'
import type { HostUser, Session } from '../../host/host.js'
import { parseOrganizationId } from '../../host/organization-id.js'
import { checkMode } from '../../policy/policy-checks.js'
import { creationRequest } from '../../registration/creation-request.js'
import { boundOrganization, checkOwnSession } from '../../session/session.js'
import { checkMayEnroll } from './check-may-enroll.js'

/** What `enroll.begin` takes. */
export interface EnrollBeginInput {
  /** Whose passkey it will be, and what the authenticator shows. The id is the session's. */
  readonly user: HostUser
  readonly session: Session | null
  /**
   * What the passkey is kept under where the session names no organisation: one of the user's. The policy that holds
   * is still the strictest of all of them.
   */
  readonly organizationId?: string | undefined
  /** Only this kind of authenticator. */
  readonly attachment?: AuthenticatorAttachment | undefined
  readonly binding: Binding
}

/** What `enroll.begin` returns: send `options` to the browser. */
export interface BegunEnroll {
  /** Opaque; goes back to `enroll.finish`. */
  readonly ceremony: string
  readonly options: CreationOptionsJSON
}

/**
 * Begins to add a passkey to the account of whoever is signed in: writes nothing. All passkeys the user has are
 * excluded, so that no authenticator makes a second.
 *
 * @throws {PasskeyError} `not_signed_in`, `forbidden` for another user than the session's, an organisation that is
 *   not the user's or an attachment that the policy does not allow, `passkeys_off`,
 *   `recent_authentication_required`, `limit_reached`, `malformed`
 * @throws {TypeError} when the user has no name.
 */
export async function beginEnroll(context: Context, input: EnrollBeginInput): Promise<BegunEnroll> {
  const { settings, store, envelopes } = context
  const { user, session, attachment, binding } = input
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
  await checkMayEnroll(context, { session, policy, passkeys: held.passkeys, begunAt: settings.now() })
  const { ceremony, options } = await creationRequest(settings, policy, {
    user,
    held,
    attachment,
    organizationId,
    binding,
  })
  const sealed = await envelopes.seal('enroll', { ...ceremony, ...(boundTo === undefined ? {} : { boundTo }) })
  return { ceremony: sealed, options }
}

/** What `admin.enroll.begin` takes. */
export interface AdminEnrollBeginInput {
  /** Whose passkey it will be, and what the authenticator shows. */
  readonly user: HostUser
  /** The organisation that the admin acts for, one of the user's; its policy is the one that holds. */
  readonly organizationId?: string | undefined
  /** Only this kind of authenticator. */
  readonly attachment?: AuthenticatorAttachment | undefined
  /** Who does it; the same admin finishes. */
  readonly actor: Actor
  /** A secret of the browser at which the passkey is made. */
  readonly binding: Binding
}

/**
 * Begins to add a passkey to a user's account, by an admin, at a desk say: writes nothing. What holds for users who
 * enroll holds here, but for how recently somebody signed in: that, and who may, the host says before it calls.
 *
 * @throws {PasskeyError} `forbidden` unless `adminsMayEnroll`, for an organisation that is not the user's or an
 *   attachment that the policy does not allow; `passkeys_off`, `limit_reached`, `malformed`
 * @throws {TypeError} when nobody is said to do it, or the user has no name.
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
 * The host has said that admins may register passkeys for users.
 *
 * @throws {PasskeyError} `forbidden`
 */
export function checkAdminsMayEnroll({ adminsMayEnroll }: Settings): void {
  if (!adminsMayEnroll) throw new PasskeyError('forbidden')
}
