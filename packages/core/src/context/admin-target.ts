import type { EventContext } from '../events/create-event.js'
import { parseOrganizationId } from '../host/organization-id.js'
import { parseUserId } from '../host/user-id.js'
import type { Context } from './context.js'
import { type Actor, adminEventContext } from './event-context.js'
import { checkMember, organizationsOf } from './membership.js'

/** The input of every admin method about one user. */
export interface AdminUserInput {
  readonly userId: string
  /**
   * The organization that the admin acts for. A user who is not a member is `forbidden`. Without it the admin acts for
   * the whole environment. Authorize the admin before you call.
   */
  readonly organizationId?: string | undefined
  /** The admin who acts. */
  readonly actor: Actor
}

/** The event context of an admin's action on one user. */
export interface AdminEventContext extends EventContext {
  readonly userId: string
}

/**
 * The event context of an admin's action on this user. The user must belong to the named organization.
 *
 * @throws {PasskeyError} `forbidden`, `malformed`
 * @throws {TypeError} without an actor.
 */
export async function aboutUser(
  context: Context,
  about: Omit<AdminUserInput, 'actor'> & { readonly actor: Actor | 'system' },
): Promise<AdminEventContext> {
  const userId = parseUserId(about.userId)
  const organizationId = parseOrganizationId(about.organizationId)
  const eventContext = adminEventContext(context, about.actor, { userId, organizationId })
  if (organizationId !== undefined) checkMember(await organizationsOf(context.settings, userId), organizationId)
  return { ...eventContext, userId }
}
