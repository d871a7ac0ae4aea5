import { type BoundStatement, oneTransactionAlone, type SqlExecutor, type SqlResult } from '@latchkey/sql'
import { driverErrorOf } from './driver-error.js'
import type { Drizzle } from './drizzle.js'
import { inTransaction } from './in-transaction.js'
import { fromChanges, fromRows, returnsRows, runOn } from './run-on.js'
import { statementOf } from './statement-of.js'

/**
 * A SQLite database whose calls wait, as those of the libsql client. While a transaction is open, which `createUser` may
 * keep open for long, all other calls wait: SQLite would refuse them at once.
 */
export function libsqlExecutor(db: Drizzle): SqlExecutor<Drizzle> {
  const run = runOn(db, 'sqlite')
  const connection = oneTransactionAlone()
  return {
    dialect: 'sqlite',
    run: (text, values) => connection.beside(() => run(text, values)),
    batch: (statements) => connection.beside(() => inBatch(db, statements)),
    transaction: (work) =>
      connection.alone(() =>
        inTransaction(
          db,
          (own) => {
            const runOwn = runOn(own, 'sqlite')
            const batch = async (statements: readonly BoundStatement[]) => {
              const results: SqlResult[] = []
              for (const { text, values } of statements) results.push(await runOwn(text, values))
              return results
            }
            return work({ run: runOwn, batch, host: own })
          },
          { behavior: 'immediate' },
        ),
      ),
  }
}

/** One transaction, which nothing comes between. */
async function inBatch(db: Drizzle, statements: readonly BoundStatement[]): Promise<readonly SqlResult[]> {
  const queries = statements.map(({ text, values }) => {
    const statement = statementOf(text, values)
    return returnsRows(text) ? db.all?.(statement) : db.run?.(statement)
  })
  try {
    const results = (await db.batch?.(queries)) ?? []
    return statements.map(({ text }, at) => (returnsRows(text) ? fromRows : fromChanges)(results[at]))
  } catch (error) {
    throw driverErrorOf(error)
  }
}
