import type { AuthenticatorAttachment } from '@latchkey/wire'
import type { Binding } from '../ceremony/binding.js'
import type { HostUser } from '../config/host.js'
import { type Actor, adminOccasion } from '../deployment/admin-occasion.js'
import type { Deployment } from '../deployment/deployment.js'
import { parseOrganizationId } from '../parse/organization-id.js'
import { parseUserId } from '../parse/user-id.js'
import { checkMode } from '../policy/check-mode.js'
import { askForAnother } from './ask-for-another.js'
import type { BegunEnroll } from './begin-enroll.js'
import { checkAdminsMayEnroll } from './check-admins-may-enroll.js'

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
export async function beginAdminEnroll(deployment: Deployment, input: AdminEnrollBeginInput): Promise<BegunEnroll> {
  const { settings, store, policies, envelopes } = deployment
  const { user, attachment, actor, binding } = input
  checkAdminsMayEnroll(settings)
  const userId = parseUserId(user.id)
  const organizationId = parseOrganizationId(input.organizationId)
  const { rpId } = adminOccasion(deployment, actor, { userId })
  const policy = await policies.forUser(userId, organizationId)
  checkMode(policy)
  const held = await store.passkeys.listByUser(rpId, userId)
  const { ceremony, options } = await askForAnother(settings, policy, {
    user,
    held,
    attachment,
    organizationId,
    binding,
  })
  return { ceremony: await envelopes.seal('admin-enroll', { ...ceremony, enrolledBy: actor.id }), options }
}
