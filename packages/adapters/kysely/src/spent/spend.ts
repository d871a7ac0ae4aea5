import { assertStorable, type Spend } from '@latchkey/storage'
import { sql } from 'kysely'
import type { Database, OwnTransaction } from '../database/database.js'
import { refuseLongKey } from '../values/refuse-long-key.js'
import { coveringRow } from './forgotten.js'

/** @throws {RangeError} for an id that a database would cut. */
export function assertStorableSpend(spend: Spend): void {
  assertStorable(spend)
  refuseLongKey('What is to be spent', spend.id)
}

/**
 * Marks them as spent; false if one already was, or is named twice. Of simultaneous transactions one inserts the row,
 * and the others wait for it.
 */
export async function spendAll(
  { dialect }: Database,
  { query }: OwnTransaction,
  spend: readonly Spend[],
): Promise<boolean> {
  if (spend.length === 0) return true
  return dialect.insertSpent(query, spend)
}

/** Whether the spends name one twice. The database is not asked. */
export function namesTwice(spend: readonly Spend[]): boolean {
  return new Set(spend.map(({ id }) => id)).size < spend.length
}

/** Whether any of these is spent, or may have been: a sweep has deleted ids that expired later. */
export async function isAnySpent({ read }: Database, spend: readonly Spend[]): Promise<boolean> {
  if (spend.length === 0) return false
  const ids = sql.join(spend.map(({ id }) => id))
  const { rows } = await read((query) =>
    sql`select id, expires_at from latchkey_spent where id in (${ids}) union all ${coveringRow(spend)}`.execute(query),
  )
  return rows.length > 0
}

export async function isSpent({ read }: Database, id: Spend['id']): Promise<boolean> {
  assertStorable({ id })
  const row = await read((query) =>
    query.selectFrom('latchkey_spent').select('id').where('id', '=', id).executeTakeFirst(),
  )
  return row !== undefined
}

/** The codes among the spends. */
export function codesOf(spend: readonly Spend[]): readonly string[] {
  return spend.filter(({ code }) => code).map(({ id }) => id)
}
