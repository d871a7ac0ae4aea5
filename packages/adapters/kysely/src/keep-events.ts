import type { EventRecord } from '@latchkey/storage'
import type { Insertable } from 'kysely'
import type { Query } from './dialects/dialect.js'
import { refuseLongKey } from './refuse-long-key.js'
import type { EventTable } from './tables.js'

/** Keeps the events in the transaction of the change they tell of. */
export async function keepEvents(query: Query, events: readonly EventRecord[]): Promise<void> {
  if (events.length === 0) return
  await query.insertInto('latchkey_events').values(events.map(toEventRow)).execute()
}

/** Whether any of them is kept already, or is named twice. */
export async function isAnyEventStored(query: Query, events: readonly EventRecord[]): Promise<boolean> {
  const ids = events.map(({ id }) => id)
  if (new Set(ids).size < ids.length) return true
  if (ids.length === 0) return false
  return (
    (await query.selectFrom('latchkey_events').select('id').where('id', 'in', ids).executeTakeFirst()) !== undefined
  )
}

export function toEventRow(event: EventRecord): Insertable<EventTable> {
  refuseLongKey('An event', event.id)
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
