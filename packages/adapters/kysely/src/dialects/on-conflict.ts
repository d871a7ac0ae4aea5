import type { Spend } from '@latchkey/storage'
import { type Insertable, sql } from 'kysely'
import type { EventTable, LatchkeyTables } from '../schema/tables.js'
import { coveringRow } from '../spent/forgotten.js'
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

export async function insertSpentOrSkip(query: Query, spend: readonly Spend[]): Promise<boolean> {
  const covering = sql`exists (${coveringRow(spend)})`
  const rows = spend.map(
    ({ id, expiresAt }) => sql`select cast(${id} as varchar(255)), cast(${expiresAt} as bigint) where not ${covering}`,
  )
  const insert = sql`insert into latchkey_spent (id, expires_at) ${sql.join(rows, sql` union all `)} on conflict do nothing`
  const { numAffectedRows } = await insert.execute(query)
  return numAffectedRows === BigInt(spend.length)
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
