import { sql } from 'kysely'
import type { Query } from './dialects/dialect.js'

/**
 * What the work does is undone when it rejects, and the transaction around it goes on. No savepoint around it may be of
 * the same depth: MariaDB forgets the first of two that have one name.
 */
export async function inSavepoint<Answer>(query: Query, depth: number, work: () => Promise<Answer>): Promise<Answer> {
  const savepoint = sql.id(`latchkey_${depth}`)
  await sql`savepoint ${savepoint}`.execute(query)
  try {
    const answer = await work()
    await sql`release savepoint ${savepoint}`.execute(query)
    return answer
  } catch (error) {
    // Where the whole transaction is gone (a lost connection, a deadlock on MySQL), so is the savepoint: the first
    // error is the one that says so.
    await undo(query, savepoint).catch(() => {})
    throw error
  }
}

/** A savepoint is still there after the rollback to it. */
async function undo(query: Query, savepoint: ReturnType<typeof sql.id>): Promise<void> {
  await sql`rollback to savepoint ${savepoint}`.execute(query)
  await sql`release savepoint ${savepoint}`.execute(query)
}
