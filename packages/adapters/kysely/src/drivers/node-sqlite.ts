import type { SqliteDatabase, SqliteStatement } from 'kysely'

/** The part of a `DatabaseSync` of `node:sqlite` that is needed. */
export interface NodeSqliteDatabase {
  /** As in `node:sqlite`. */
  prepare(sql: string): NodeSqliteStatement
  /** As in `node:sqlite`. */
  close(): void
}

/** The part of a statement of `node:sqlite` that the dialect calls. */
export interface NodeSqliteStatement {
  /** As in `node:sqlite`. */
  all(...parameters: never[]): unknown[]
  /** As in `node:sqlite`. */
  run(...parameters: never[]): { readonly changes: number | bigint; readonly lastInsertRowid: number | bigint }
  /** As in `node:sqlite`. */
  iterate(...parameters: never[]): Iterator<unknown>
  /** As in `node:sqlite`, in newer versions. */
  columns?(): readonly unknown[]
}

/**
 * A database of `node:sqlite` as the one that Kysely's `SqliteDialect` takes.
 *
 * ```ts
 * const db = new Kysely<AppTables>({ dialect: new SqliteDialect({ database: nodeSqlite(new DatabaseSync('app.db')) }) })
 * ```
 */
export function nodeSqlite(database: NodeSqliteDatabase): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare: (sql) => adapt(database.prepare(sql), sql),
  }
}

function adapt(statement: NodeSqliteStatement, sql: string): SqliteStatement {
  return {
    reader: isReader(statement, sql),
    all: (parameters) => statement.all(...positional(parameters)),
    run: (parameters) => statement.run(...positional(parameters)),
    iterate: (parameters) => toIterable(statement.iterate(...positional(parameters))),
  }
}

/** An object in the first place has the named parameters: of a `Date` it would take none, and shift the other values. */
function positional(parameters: readonly unknown[]): never[] {
  return [{}, ...parameters] as never[]
}

/** Whether it returns rows. Older versions do not report that, so its first word decides. */
function isReader(statement: NodeSqliteStatement, sql: string): boolean {
  if (statement.columns) return statement.columns().length > 0
  return /^\s*(?:select|with|values|pragma|explain)\b|\breturning\b/i.test(sql)
}

function toIterable(iterator: Iterator<unknown>): IterableIterator<unknown> {
  return { next: () => iterator.next(), [Symbol.iterator]: () => toIterable(iterator) }
}
