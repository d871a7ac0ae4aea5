import type { LatchkeyTables } from '../tables.js'
import type { Insert, Upsert } from './dialect.js'

/** For databases that know `on conflict`; of simultaneous transactions the others wait for the first. */
export async function insertOrSkip<Table extends keyof LatchkeyTables>(
  insert: Insert<Table>,
  rows: number,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await insert
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === BigInt(rows)
}

export function insertOrUpdate<Table extends keyof LatchkeyTables>(
  insert: Insert<Table>,
  { key, changes }: Upsert<Table>,
): Insert<Table> {
  return insert.onConflict((conflict) => conflict.columns(key).doUpdateSet(changes as never))
}
