import type { InsertQueryBuilder, InsertResult } from 'kysely'
import type { LatchkeyTables } from '../tables.js'

/** For databases that know `on conflict do nothing`; of simultaneous transactions the others wait for the first. */
export async function insertOrSkip<Table extends keyof LatchkeyTables>(
  insert: InsertQueryBuilder<LatchkeyTables, Table, InsertResult>,
  rows: number,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await insert
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === BigInt(rows)
}
