import { type Actor, adminOccasion } from '../deployment/admin-occasion.js'
import { checkMember } from '../deployment/check-member.js'
import type { Deployment } from '../deployment/deployment.js'
import type { EventOccasion } from '../events/create-event.js'
import { parseOrganizationId } from '../parse/organization-id.js'
import { parseUserId } from '../parse/user-id.js'

/** What every verb for the staff says that is about one user. */
export interface AboutUser {
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
export interface UserOccasion extends EventOccasion {
  readonly userId: string
}

/**
 * The admin may act on this user, as far as organisations say.
 *
 * @throws {PasskeyError} `forbidden`, `malformed`
 * @throws {TypeError} when nobody is said to do it.
 */
export async function aboutUser(
  deployment: Deployment,
  about: Omit<AboutUser, 'actor'> & { readonly actor: Actor | 'system' },
): Promise<UserOccasion> {
  const userId = parseUserId(about.userId)
  const organizationId = parseOrganizationId(about.organizationId)
  const occasion = adminOccasion(deployment, about.actor, { userId, organizationId })
  await checkMember(deployment.settings, { userId, organizationId })
  return { ...occasion, userId }
}
