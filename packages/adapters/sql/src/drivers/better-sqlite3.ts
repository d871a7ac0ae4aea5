import type { SqlExecutor } from '../database/sql-executor.js'
import { syncSqlite } from './sync-sqlite.js'

/** The part of a `Database` of better-sqlite3 that is needed. */
export interface BetterSqlite3Database {
  /** As in better-sqlite3. */
  prepare(sql: string): BetterSqlite3Statement
}

/** The part of a statement of better-sqlite3 that is needed. */
export interface BetterSqlite3Statement {
  /** As in better-sqlite3: whether it returns rows. */
  readonly reader: boolean
  /** As in better-sqlite3. */
  all(...parameters: unknown[]): unknown[]
  /** As in better-sqlite3. */
  run(...parameters: unknown[]): { readonly changes: number }
}

/**
 * Runs statements on a database of better-sqlite3, or of `libsql`, which has the same interface. Each statement is
 * prepared once. `createUser` receives the database: in it, call the database and nothing that waits for others.
 *
 * ```ts
 * const storage = sqlStorage(betterSqlite3(new Database('app.db')))
 * ```
 */
export function betterSqlite3<Database extends BetterSqlite3Database>(database: Database): SqlExecutor<Database> {
  return syncSqlite({
    host: database,
    prepare: (text) => {
      const statement = database.prepare(text)
      if (!statement.reader) return (values) => ({ rows: [], changes: statement.run(values).changes })
      return (values) => {
        const rows = statement.all(values) as object[]
        return { rows, changes: rows.length }
      }
    },
  })
}
