import type { EventContext } from '../events/create-event.js'
import { parseOrganizationId } from '../host/organization-id.js'
import { parseUserId } from '../host/user-id.js'
import type { Context } from './context.js'
import { type Actor, adminEventContext } from './event-context.js'
import { checkMember, organizationsOf } from './membership.js'

/** What every verb for the staff says that is about one user. */
export interface AdminUserInput {
  readonly userId: string
  /**
   * The organisation that the admin acts for: a user who is none of its members is `forbidden`. Left out, the admin
   * acts for all; whether somebody may do that the host says before it calls.
   */
  readonly organizationId?: string | undefined
  /** Who does it. */
  readonly actor: Actor
}

/** What an admin does now to one user. */
export interface AdminEventContext extends EventContext {
  readonly userId: string
}

/**
 * The admin may act on this user, as far as organisations say.
 *
 * @throws {PasskeyError} `forbidden`, `malformed`
 * @throws {TypeError} when nobody is said to do it.
 */
export async function aboutUser(
  context: Context,
  about: Omit<AdminUserInput, 'actor'> & { readonly actor: Actor | 'system' },
): Promise<AdminEventContext> {
  const userId = parseUserId(about.userId)
  const organizationId = parseOrganizationId(about.organizationId)
  const occasion = adminEventContext(context, about.actor, { userId, organizationId })
  if (organizationId !== undefined) checkMember(await organizationsOf(context.settings, userId), organizationId)
  return { ...occasion, userId }
}
