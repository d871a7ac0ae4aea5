import { sql } from 'kysely'
import type { Query } from './dialects/dialect.js'

/** What the work does is undone when it rejects, and the transaction around it goes on. */
export async function inSavepoint<Answer>(query: Query, work: () => Promise<Answer>): Promise<Answer> {
  await sql`savepoint latchkey`.execute(query)
  try {
    const answer = await work()
    await sql`release savepoint latchkey`.execute(query)
    return answer
  } catch (error) {
    // Where the whole transaction is gone (a lost connection, a deadlock on MySQL), so is the savepoint: the first
    // error is the one that says so.
    await sql`rollback to savepoint latchkey`.execute(query).catch(() => {})
    throw error
  }
}
