import type { EventContext } from '../events/create-event.js'
import { isHostId } from '../host/user-id.js'
import type { Context } from './context.js'

/** The scope of an admin's rights: everywhere, or in one organization. */
export type ActorScope = 'environment' | { readonly organizationId: string }

/** The admin who acts. Every resulting event names the admin. */
export interface Actor {
  /** Your app's id of the person, 1 to 255 characters. */
  readonly id: string
  /**
   * Default: the organization that the request names. If it names none, there is no scope: users in any organization
   * are then out of reach, and actions on the environment are `forbidden`.
   */
  readonly scope?: ActorScope | undefined
}

/**
 * The event context of an action by an admin, or by your app itself (`system`).
 *
 * @throws {TypeError} without an actor.
 */
export function adminEventContext(
  { settings, nextEventId }: Context,
  actor: Actor | 'system',
  about: { readonly userId?: string | undefined; readonly organizationId?: string | undefined },
): EventContext {
  const { userId, organizationId } = about
  return {
    at: settings.now(),
    rpId: settings.relyingParty.id,
    userId,
    organizationId,
    actor: actor === 'system' ? { type: 'system' } : { type: 'admin', id: assertActorId(actor) },
    nextEventId,
  }
}

function assertActorId(actor: Actor | undefined): string {
  if (isHostId(actor?.id)) return actor.id
  throw new TypeError('actor must be { id } with 1 to 255 characters, the admin who acts.')
}

/** The event context of a user's own action. */
export function userEventContext(
  { settings, nextEventId }: Context,
  { userId, organizationId }: { readonly userId: string; readonly organizationId?: string | undefined },
): EventContext {
  const actor = { type: 'user', id: userId } as const
  return { at: settings.now(), rpId: settings.relyingParty.id, userId, organizationId, actor, nextEventId }
}
