import type { EventRecord } from '@latchkey/storage'
import type { Insertable, Kysely } from 'kysely'
import type { EventTable, LatchkeyTables } from './tables.js'

/** Keeps the events in the transaction of the change they tell of. */
export async function keepEvents(query: Kysely<LatchkeyTables>, events: readonly EventRecord[]): Promise<void> {
  if (events.length === 0) return
  await query.insertInto('latchkey_events').values(events.map(toEventRow)).execute()
}

export function toEventRow(event: EventRecord): Insertable<EventTable> {
  return {
    id: event.id,
    name: event.name,
    at: event.at,
    rp_id: event.rpId,
    user_id: event.userId ?? null,
    organization_id: event.organizationId ?? null,
    actor_type: event.actor.type,
    actor_id: event.actor.id ?? null,
    data: JSON.stringify(event.data),
    claimed_by: null,
    leased_until: 0,
    settled_at: null,
  }
}
