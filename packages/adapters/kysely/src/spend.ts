import { assertStorable, type Spend } from '@latchkey/storage'
import type { Database, OwnTransaction } from './database.js'
import { refuseLongKey } from './refuse-long-key.js'

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
  const rows = spend.map(({ id, expiresAt }) => ({ id, expires_at: expiresAt }))
  return dialect.insertUnlessExists(query.insertInto('latchkey_spent').values(rows), rows.length)
}

/** Whether the spends name one twice. The database is not asked. */
export function namesTwice(spend: readonly Spend[]): boolean {
  return new Set(spend.map(({ id }) => id)).size < spend.length
}

/** Whether any of these is spent. */
export async function isAnySpent({ read }: Database, spend: readonly Spend[]): Promise<boolean> {
  if (spend.length === 0) return false
  const ids = spend.map(({ id }) => id)
  const row = await read((query) =>
    query.selectFrom('latchkey_spent').select('id').where('id', 'in', ids).executeTakeFirst(),
  )
  return row !== undefined
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
