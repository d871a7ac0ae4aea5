import type { SqliteDatabase, SqliteStatement } from 'kysely'

/** More than all verbs together have. Texts that a host makes anew for each call drop out again. */
const mostStatements = 200

/**
 * The same database, which prepares each text once and keeps the statements used last: Kysely's `SqliteDialect`
 * prepares anew whenever it runs one, which takes as long as running it. For better-sqlite3, libsql and `nodeSqlite`.
 *
 * ```ts
 * const db = new Kysely<AppTables>({ dialect: new SqliteDialect({ database: cachedStatements(new Database('app.db')) }) })
 * ```
 */
export function cachedStatements(database: SqliteDatabase): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>()
  return {
    close: () => {
      kept.clear()
      database.close()
    },
    prepare(sql) {
      const statement = kept.get(sql) ?? prepareForAll(database, sql)
      // What is used goes to the end; at the beginning stands what was used the longest ago.
      kept.delete(sql)
      kept.set(sql, statement)
      const [oldest] = kept.keys()
      if (kept.size > mostStatements && oldest !== undefined) kept.delete(oldest)
      return statement
    },
  }
}

/** `all` and `run` are done when they return. Who iterates is in the middle for a while, with a statement of its own. */
function prepareForAll(database: SqliteDatabase, sql: string): SqliteStatement {
  const statement = database.prepare(sql)
  return {
    reader: statement.reader,
    all: (parameters) => statement.all(parameters),
    run: (parameters) => statement.run(parameters),
    iterate: (parameters) => database.prepare(sql).iterate(parameters),
  }
}
