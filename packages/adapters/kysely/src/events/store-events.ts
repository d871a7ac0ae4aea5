import type { EventRecord } from '@latchkey/storage'
import type { Insertable } from 'kysely'
import type { Database } from '../database/database.js'
import type { Query } from '../dialects/dialect.js'
import type { EventTable } from '../schema/tables.js'
import { refuseLongKey } from '../values/refuse-long-key.js'

/** Stores the events in the transaction of the change they report, without those whose `once` is stored already. */
export async function storeEvents({ dialect }: Database, query: Query, events: readonly EventRecord[]): Promise<void> {
  if (events.length === 0) return
  await dialect.insertEvents(query, events.map(toEventRow))
}

/** The same for events that belong to no other change. */
export async function appendEvents(database: Database, events: readonly EventRecord[]): Promise<void> {
  // MySQL stores each event that has a `once` in a statement of its own.
  if (events.length > 1 && events.some(({ once }) => once !== undefined)) {
    await database.transact(({ query }) => storeEvents(database, query, events))
  } else {
    await database.once((query) => storeEvents(database, query, events))
  }
}

/** Whether any of them is stored already, or is named twice. */
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
    once: event.once ?? null,
    tally_count: event.counts?.count ?? null,
    tally_addresses: event.counts?.addresses ?? null,
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
