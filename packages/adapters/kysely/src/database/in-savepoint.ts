import { sql } from 'kysely'
import type { Query } from '../dialects/dialect.js'

/**
 * If the work rejects, it is undone, and the transaction around it continues. No savepoint around it may have the
 * same depth: MariaDB drops the first of two with one name.
 */
export async function inSavepoint<Answer>(query: Query, depth: number, work: () => Promise<Answer>): Promise<Answer> {
  const savepoint = sql.id(`latchkey_${depth}`)
  await sql`savepoint ${savepoint}`.execute(query)
  try {
    const answer = await work()
    await sql`release savepoint ${savepoint}`.execute(query)
    return answer
  } catch (error) {
    // If the whole transaction is gone (a lost connection, a deadlock on MySQL), so is the savepoint: the first error
    // reports that.
    await undo(query, savepoint).catch(() => {})
    throw error
  }
}

/** A savepoint still exists after the rollback to it. */
async function undo(query: Query, savepoint: ReturnType<typeof sql.id>): Promise<void> {
  await sql`rollback to savepoint ${savepoint}`.execute(query)
  await sql`release savepoint ${savepoint}`.execute(query)
}
