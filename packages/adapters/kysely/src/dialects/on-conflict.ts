import type { Insertable } from 'kysely'
import type { EventTable, LatchkeyTables } from '../tables.js'
import type { Insert, Query, Upsert } from './dialect.js'

/** For databases with `on conflict`; simultaneous transactions wait for the first. */
export async function insertOrSkip<Table extends keyof LatchkeyTables>(
  insert: Insert<Table>,
  rows: number,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await insert
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === BigInt(rows)
}

/** A conflict on any other key is an error. */
export async function insertEventsOnce(query: Query, events: readonly Insertable<EventTable>[]): Promise<void> {
  await query
    .insertInto('latchkey_events')
    .values(events)
    .onConflict((conflict) => conflict.columns(['rp_id', 'once']).doNothing())
    .execute()
}

export function insertOrUpdate<Table extends keyof LatchkeyTables>(
  insert: Insert<Table>,
  { key, changes }: Upsert<Table>,
): Insert<Table> {
  return insert.onConflict((conflict) => conflict.columns(key).doUpdateSet(changes as never))
}
