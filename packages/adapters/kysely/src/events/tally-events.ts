import { assertStorable, type EventTally } from '@latchkey/storage'
import { sql } from 'kysely'
import type { Database } from '../database/database.js'
import type { Query } from '../dialects/dialect.js'
import { toEventRow } from './store-events.js'

/** Each event in a statement of its own, all of them in one order, so that no two transactions wait for each other. */
export async function tallyEvents(database: Database, events: readonly EventTally[]): Promise<void> {
  for (const event of events) assertStorable(event)
  if (events.length === 0) return
  const sorted = events.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
  await database.transact(async ({ query }) => {
    for (const event of sorted) await tallyEvent(database, query, event)
  })
}

function keyOf({ rpId, once }: EventTally): string {
  return JSON.stringify([rpId, once])
}

/** Adds to the stored event, or stores it; if another call has stored it meanwhile, it exists now. */
async function tallyEvent({ dialect }: Database, query: Query, event: EventTally): Promise<void> {
  if (await addCounts(query, event)) return
  const row = toEventRow(event)
  if (await dialect.insertUnlessExists(query.insertInto('latchkey_events').values(row), 1)) return
  if (await addCounts(query, event)) return
  throw new RangeError('An event of this id, or another of this once, is stored already.')
}

/** The id goes first: MySQL changes the columns in their order, and the id depends on the old values of the others. */
async function addCounts(query: Query, { id, rpId, once, counts }: EventTally): Promise<boolean> {
  const isHandedOut = sql`(claimed_by is not null or settled_at is not null)`
  const { numUpdatedRows } = await query
    .updateTable('latchkey_events')
    .set((row) => ({
      id: sql<string>`case when ${isHandedOut} then ${id} else id end`,
      tally_count: row('tally_count', '+', counts.count),
      tally_addresses: row('tally_addresses', '+', counts.addresses),
      claimed_by: null,
      leased_until: 0,
      settled_at: null,
    }))
    .where('rp_id', '=', rpId)
    .where('once', '=', once)
    .where('tally_count', 'is not', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}
