import { assertStorable, type Spend } from '@latchkey/storage'
import type { Database, OwnTransaction } from './database.js'
import { refuseLongKey } from './refuse-long-key.js'

/** @throws {RangeError} for an id that a database would cut. */
export function assertStorableSpend(spend: Spend): void {
  assertStorable(spend)
  refuseLongKey('What is to be spent', spend.id)
}

/**
 * Marks them as spent; false when one already was, or is named twice. Of simultaneous transactions one inserts the
 * row, and the others wait for it.
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

/** Whether what is to be spent names one twice, which is not for the database to find out. */
export function namesTwice(spend: readonly Spend[]): boolean {
  return new Set(spend.map(({ id }) => id)).size < spend.length
}

/** Of what is to be spent. */
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

/** Those of what is to be spent that are codes. */
export function codesOf(spend: readonly Spend[]): readonly string[] {
  return spend.filter(({ code }) => code).map(({ id }) => id)
}
