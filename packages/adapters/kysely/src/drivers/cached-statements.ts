import type { SqliteDatabase, SqliteStatement } from 'kysely'

/** More than all verbs together have. Statements that an app generates for each call are evicted. */
const mostStatements = 200

/**
 * The same database, which prepares each statement once and caches the ones used last: Kysely's `SqliteDialect`
 * prepares a statement whenever it runs one, which takes as long as running it. For better-sqlite3, libsql and
 * `nodeSqlite`.
 *
 * ```ts
 * const db = new Kysely<AppTables>({ dialect: new SqliteDialect({ database: cachedStatements(new Database('app.db')) }) })
 * ```
 */
export function cachedStatements(database: SqliteDatabase): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>()
  return {
    close: () => {
      prepared.clear()
      database.close()
    },
    prepare(sql) {
      const statement = prepared.get(sql) ?? prepareForAll(database, sql)
      // A used statement moves to the end; the first one is the least recently used.
      prepared.delete(sql)
      prepared.set(sql, statement)
      const [oldest] = prepared.keys()
      if (prepared.size > mostStatements && oldest !== undefined) prepared.delete(oldest)
      return statement
    },
  }
}

/**
 * `all` and `run` are done when they return. An iteration is in progress for a while, so it has a statement of its
 * own.
 */
function prepareForAll(database: SqliteDatabase, sql: string): SqliteStatement {
  const statement = database.prepare(sql)
  return {
    reader: statement.reader,
    all: (parameters) => statement.all(parameters),
    run: (parameters) => statement.run(parameters),
    iterate: (parameters) => database.prepare(sql).iterate(parameters),
  }
}
