import type { AuthenticatorAttachment } from '@latchkey/wire'
import type { Binding } from '../../ceremony/ceremony.js'
import type { Context } from '../../context/context.js'
import type { Actor } from '../../events/create-event.js'
import type { HostUser } from '../../host/host.js'
import { beginForUser, readAdminEnrollment } from '../../registration/admin-enrollment.js'
import type { BegunEnroll } from '../../registration/own-enrollment.js'

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
  const { user, organizationId, attachment, actor, binding } = input
  const enrollment = await readAdminEnrollment(context, { userId: user.id, organizationId, actor })
  return beginForUser(context, enrollment, { user, attachment, actor, binding })
}
