import type { Spend } from '@latchkey/storage'
import { sql } from 'kysely'
import type { LatchkeyTables } from '../../schema/tables.js'
import { coveringRow, isCovering } from '../../spent/forgotten.js'
import type { Insert, Query } from '../dialect.js'
import { isDuplicateEntry } from './duplicate-entry.js'
import { sharedLock } from './shared-lock.js'

/** `insert ignore` would hide what else is wrong with a row; a statement that fails is undone alone. */
export async function insertUnlessExists<Table extends keyof LatchkeyTables>(insert: Insert<Table>): Promise<boolean> {
  try {
    await insert.execute()
    return true
  } catch (error) {
    if (isDuplicateEntry(error)) return false
    throw error
  }
}

/**
 * Two statements, the insert first: two transactions that have locked the gap where the row would be, and then insert
 * into it, would wait for each other. The lock is for MariaDB, which would refuse changes after a read without one.
 */
export async function insertSpent(query: Query, spend: readonly Spend[]): Promise<boolean> {
  const rows = spend.map(({ id, expiresAt }) => ({ id, expires_at: expiresAt }))
  if (!(await insertUnlessExists(query.insertInto('latchkey_spent').values(rows)))) return false
  const covering = await sql`${coveringRow(spend)} ${sharedLock}`.execute(query)
  return !covering.rows.some(isCovering)
}
