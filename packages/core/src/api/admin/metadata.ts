import { actingScope, checkEnvironment } from '../../context/admin-target.js'
import type { Context } from '../../context/context.js'
import type { MetadataStatus } from '../../context/model-metadata.js'
import { type Actor, adminEventContext } from '../../events/create-event.js'

/** The current metadata is accepted, even if it is older than what was accepted before. See `AdminApi`. */
export async function acceptOlderMetadata(
  context: Context,
  { actor }: { readonly actor: Actor },
): Promise<MetadataStatus> {
  const eventContext = adminEventContext(context, actor, {})
  checkEnvironment(actingScope(actor, undefined))
  return context.metadata.acceptAnyway(eventContext.actor)
}
