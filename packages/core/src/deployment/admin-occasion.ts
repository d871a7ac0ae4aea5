import type { EventOccasion } from '../events/create-event.js'
import type { Deployment } from './deployment.js'

/** Who of the host's staff does something; every event of it says so. */
export interface Actor {
  /** The host's id of the person, 1 to 255 characters. */
  readonly id: string
}

/** What an admin does now, for the events that tell of it. */
export function adminOccasion(
  { settings, nextEventId }: Deployment,
  actor: Actor,
  about: { readonly userId?: string | undefined; readonly organizationId?: string | undefined },
): EventOccasion {
  if (typeof actor?.id !== 'string' || actor.id === '') throw new TypeError('actor must be { id }: say who does this.')
  const { relyingParty, now } = settings
  return { at: now(), rpId: relyingParty.id, ...about, actor: { type: 'admin', id: actor.id }, nextEventId }
}
