import type { EventContext } from '../events/create-event.js'
import { isHostId } from '../host/user-id.js'
import type { Context } from './context.js'

/** How far the rights of an admin reach: everywhere, or in one organization. */
export type ActorScope = 'environment' | { readonly organizationId: string }

/** The admin who does something; every event of it names the admin. */
export interface Actor {
  /** Your app's id of the person, 1 to 255 characters. */
  readonly id: string
  /**
   * Default: the organization that the request names; where it names none, no scope. Then users who are in any
   * organization are out of reach, and what needs the environment is `forbidden`.
   */
  readonly scope?: ActorScope | undefined
}

/**
 * What an admin does now, or the host's own program, for the events that tell of it.
 *
 * @throws {TypeError} when nobody is said to do it.
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
    actor: actor === 'system' ? { type: 'system' } : { type: 'admin', id: demandId(actor) },
    nextEventId,
  }
}

function demandId(actor: Actor | undefined): string {
  if (isHostId(actor?.id)) return actor.id
  throw new TypeError('actor must be { id } with 1 to 255 characters: say who does this.')
}

/** What a user does now, for the events that tell of it. */
export function userEventContext(
  { settings, nextEventId }: Context,
  { userId, organizationId }: { readonly userId: string; readonly organizationId?: string | undefined },
): EventContext {
  const actor = { type: 'user', id: userId } as const
  return { at: settings.now(), rpId: settings.relyingParty.id, userId, organizationId, actor, nextEventId }
}
