import { type SqlExecutor, type SqlValue, syncSqlite } from '@latchkey/sql'
import { driverErrorOf } from './driver-error.js'
import type { Drizzle } from './drizzle.js'
import { fromChanges, fromRows, returnsRows } from './run-on.js'
import { statementOf } from './statement-of.js'

/**
 * A SQLite database on whose one connection every call is done when it returns. Its transactions are statements, because
 * Drizzle's own end as soon as their callback waits: Drizzle 1.0 commits then, and 0.45 refuses.
 */
export function syncExecutor(db: Drizzle): SqlExecutor<Drizzle> {
  return syncSqlite({
    host: db,
    prepare: (text) => {
      const run = returnsRows(text)
        ? (values: readonly SqlValue[]) => fromRows(db.all?.(statementOf(text, values)))
        : (values: readonly SqlValue[]) => fromChanges(db.run?.(statementOf(text, values)))
      return (values) => withDriverErrors(() => run(values))
    },
  })
}

function withDriverErrors<Answer>(work: () => Answer): Answer {
  try {
    return work()
  } catch (error) {
    throw driverErrorOf(error)
  }
}
