import type { SqlExecutor } from '../database/sql-executor.js'
import { syncSqlite } from './sync-sqlite.js'

/** The part of a `DatabaseSync` of `node:sqlite` that is needed. */
export interface NodeSqliteDatabase {
  /** As in `node:sqlite`. */
  prepare(sql: string): NodeSqliteStatement
}

/** The part of a statement of `node:sqlite` that is needed. */
export interface NodeSqliteStatement {
  /** As in `node:sqlite`. */
  all(...parameters: never[]): unknown[]
  /** As in `node:sqlite`. */
  run(...parameters: never[]): { readonly changes: number | bigint }
  /** As in `node:sqlite`, in newer versions. */
  columns?(): readonly unknown[]
}

/**
 * Runs statements on a database of `node:sqlite`. Each statement is prepared once. `createUser` receives the database.
 *
 * ```ts
 * const storage = sqlStorage(nodeSqlite(new DatabaseSync('app.db')))
 * ```
 */
export function nodeSqlite<Database extends NodeSqliteDatabase>(database: Database): SqlExecutor<Database> {
  return syncSqlite({
    host: database,
    prepare: (text) => {
      const statement = database.prepare(text)
      if (!isReader(statement, text)) {
        return (values) => ({ rows: [], changes: Number(statement.run(...positional(values)).changes) })
      }
      return (values) => {
        const rows = statement.all(...positional(values)) as object[]
        return { rows, changes: rows.length }
      }
    },
  })
}

/** An object in the first place has the named parameters: of a `Date` it would take none, and shift the other values. */
function positional(values: readonly unknown[]): never[] {
  return [{}, ...values] as never[]
}

/** Whether it returns rows. Older versions do not report that, so its words decide. */
function isReader(statement: NodeSqliteStatement, text: string): boolean {
  if (statement.columns) return statement.columns().length > 0
  return /^(?:select|with)\b|\breturning\b/i.test(text)
}
