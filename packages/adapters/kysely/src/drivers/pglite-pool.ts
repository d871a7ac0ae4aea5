import type { PostgresPool, PostgresPoolClient } from 'kysely'

/** The part of a PGlite that is needed. */
export interface Pglite {
  /** As in PGlite. */
  query(
    sql: string,
    parameters?: unknown[],
  ): Promise<{ readonly rows: unknown[]; readonly affectedRows?: number | undefined }>
  /** As in PGlite. */
  close(): Promise<void>
}

/**
 * A PGlite as the pool that Kysely's `PostgresDialect` takes. It is one connection: a caller waits until the
 * transaction before has returned it. So send everything through that one Kysely instance: a query sent to the PGlite
 * itself would run in the middle of a transaction.
 *
 * ```ts
 * const db = new Kysely<AppTables>({ dialect: new PostgresDialect({ pool: pglitePool(new PGlite('./data')) }) })
 * ```
 */
export function pglitePool(database: Pglite): PostgresPool {
  let free: Promise<void> = Promise.resolve()
  return {
    async connect() {
      const before = free
      let release = () => {}
      free = new Promise((resolve) => {
        release = resolve
      })
      await before
      return clientOf(database, release)
    },
    end: () => database.close(),
  }
}

function clientOf(database: Pglite, release: () => void): PostgresPoolClient {
  async function query(sql: string, parameters: readonly unknown[]) {
    const { rows, affectedRows } = await database.query(sql, [...parameters])
    const rowCount = affectedRows || rows.length
    return { command: commandOf(sql, affectedRows), rowCount, rows }
  }
  // Kysely uses cursors only when rows are streamed, which nothing here does.
  return { query: query as PostgresPoolClient['query'], release }
}

type Command = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE'

/** PGlite does not report which command it has run. What begins with `with` has changed rows if some were affected. */
function commandOf(sql: string, affectedRows = 0): Command {
  const [, command] = /^\s*(insert|update|delete)\b/i.exec(sql) ?? []
  if (command !== undefined) return command.toUpperCase() as Command
  return affectedRows > 0 ? 'UPDATE' : 'SELECT'
}
