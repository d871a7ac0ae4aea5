import type { SqlExecutor, SqlResult, SqlValue } from '../database/sql-executor.js'

/** The part of a PGlite that is needed. */
export interface Pglite<Transaction extends PgliteQueries = PgliteQueries> extends PgliteQueries {
  /** As in PGlite. */
  transaction<Answer>(work: (transaction: Transaction) => Promise<Answer>): Promise<Answer>
}

/** What a PGlite and its transactions have in common. */
export interface PgliteQueries {
  /** As in PGlite. */
  query(
    sql: string,
    parameters?: unknown[],
  ): Promise<{ readonly rows: unknown[]; readonly affectedRows?: number | undefined }>
}

/**
 * Runs statements on a PGlite. `createUser` receives its transaction.
 *
 * ```ts
 * const storage = sqlStorage(pglite(new PGlite('./data')))
 * ```
 */
export function pglite<Transaction extends PgliteQueries>(database: Pglite<Transaction>): SqlExecutor<Transaction> {
  return {
    dialect: 'postgres',
    run: runOn(database),
    transaction: (work) => database.transaction((transaction) => work({ run: runOn(transaction), host: transaction })),
  }
}

function runOn(queries: PgliteQueries) {
  return async (text: string, values: readonly SqlValue[]): Promise<SqlResult> => {
    const { rows, affectedRows = 0 } = await queries.query(text, [...values])
    return { rows: rows as object[], changes: rows.length || affectedRows }
  }
}
