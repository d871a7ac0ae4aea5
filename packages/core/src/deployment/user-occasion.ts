import type { EventOccasion } from '../events/create-event.js'
import type { Deployment } from './deployment.js'

/** What a user does now, for the events that tell of it. */
export function userOccasion(
  { settings, nextEventId }: Deployment,
  { userId, organizationId }: { readonly userId: string; readonly organizationId?: string | undefined },
): EventOccasion {
  const actor = { type: 'user', id: userId } as const
  return { at: settings.now(), rpId: settings.relyingParty.id, userId, organizationId, actor, nextEventId }
}
