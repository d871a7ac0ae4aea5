import type { Spend } from '@latchkey/storage'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database/database.js'
import { toNumber } from '../values/kept-values.js'

/**
 * A row among what was spent says until when a sweep has forgotten ids. It is no ceremony: no id has a tilde. It is
 * stored so far in the future that no sweep deletes it, and no one who drops old partitions.
 */
const rowId = '~forgotten'
const farAhead = 1e15

/** Whether it is a row that `coveringRow` finds. */
export function isCovering(row: unknown): boolean {
  return typeof row === 'object' && row !== null && 'id' in row && row.id === rowId
}

/** The row, where it covers one of them: what expires no later than a forgotten ceremony may have been that ceremony. */
export function coveringRow(spend: readonly Spend[]): RawBuilder<unknown> {
  const earliest = Math.min(...spend.filter(({ code }) => !code).map(({ expiresAt }) => expiresAt))
  const bound = Number.isFinite(earliest) ? earliest + farAhead : Number.MAX_SAFE_INTEGER
  return sql`select id, expires_at from latchkey_spent where id = ${rowId} and expires_at >= ${bound}`
}

/**
 * Remembers, before anything is deleted, until when ids are forgotten, and returns that. Undefined where nothing is due.
 * The row is replaced, not changed: its table may be partitioned by the column.
 */
export async function raiseForgotten(database: Database, before: number): Promise<number | undefined> {
  const newest = await newestDue(database, before)
  if (newest === undefined) return undefined
  const row = { id: rowId, expires_at: newest + farAhead }
  await database.transact(async ({ query }) => {
    await query.deleteFrom('latchkey_spent').where('id', '=', rowId).where('expires_at', '<', row.expires_at).execute()
    await database.dialect.insertUnlessExists(query.insertInto('latchkey_spent').values(row), 1)
  })
  return Math.min(newest, await readForgotten(database))
}

async function newestDue({ read }: Database, before: number): Promise<number | undefined> {
  const row = await read((query) =>
    query
      .selectFrom('latchkey_spent')
      .select('expires_at')
      .where('expires_at', '<', before)
      .orderBy('expires_at', 'desc')
      .limit(1)
      .executeTakeFirst(),
  )
  return row && toNumber(row.expires_at)
}

/** Less than was to be remembered where another sweep has written less at the same moment. */
async function readForgotten({ read }: Database): Promise<number> {
  const row = await read((query) =>
    query.selectFrom('latchkey_spent').select('expires_at').where('id', '=', rowId).executeTakeFirstOrThrow(),
  )
  return toNumber(row.expires_at) - farAhead
}
