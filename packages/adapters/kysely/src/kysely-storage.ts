import { type DialectName, type SqlStorage, sqlStorage, type TableOptions } from '@latchkey/sql'
import type { Kysely, Transaction } from 'kysely'
import { assertKysely } from './executor/assert-kysely.js'
import { dialectNameOf } from './executor/dialect-name.js'
import { kyselyExecutor } from './executor/kysely-executor.js'
import { refuseSchema } from './executor/refuse-schema.js'

/** A storage in a database that Kysely supports. `HostTables` are the tables of your app. */
export interface KyselyStorage<HostTables> extends SqlStorage<Transaction<HostTables>> {}

/** Where the tables are, how their names begin, and the kind of database. */
export interface KyselyStorageOptions extends TableOptions {
  /**
   * The kind of database.
   *
   * @default what the dialect of the instance says that it can do
   */
  readonly dialect?: DialectName
}

/**
 * Stores passkeys in your app's own database, in tables that begin with `latchkey_`; `schema.migrate()` or `latchkey
 * migrate` creates them. Your tables, types and plugins are not touched, nor are the settings of your connections:
 * for SQLite see `sqlitePragmas` and `cachedStatements`. The statements are those of `@latchkey/sql`, texts that are
 * built once.
 *
 * PostgreSQL (`pg`; PGlite through `pglitePool`), MariaDB from 10.6 (`mysql2`), SQLite from 3.38 (libsql,
 * better-sqlite3; `node:sqlite` through `nodeSqlite`). MySQL from 8.0.17 has the same dialect; the tests do not run
 * on it. On PostgreSQL every verb is one statement, except `sweep`, `passkeys.removeAll`, `accounts.purge`, some
 * verbs of `deliveries` and an `add` with `createUser`; on other databases a change with events is one transaction.
 *
 * `passkeys.add` passes `createUser` the Kysely transaction in which it runs, with your app's tables: the user and
 * the first passkey are created together. Everything that `createUser` does must go through that transaction; SQLite
 * has one connection, and a call outside of the transaction would wait for it indefinitely. If the database has
 * undone the transaction by itself (a deadlock, a serialization failure), it is run again, and `createUser` with it.
 *
 * Given a transaction that your app has begun, every verb is a part of it: a refusal undoes its own part only,
 * nothing is retried, and results hold once your app commits. Its verbs run one at a time, however many storages are
 * created from it. `createUser` runs in the middle of a verb: if it needs a storage, it creates one from the
 * transaction that it receives. A call to any other storage would wait for the end of `createUser`, and `createUser`
 * for the call.
 *
 * ```ts
 * const database = new Database('app.db')
 * for (const pragma of sqlitePragmas) database.pragma(pragma)
 * const storage = kyselyStorage(new Kysely<AppTables>({ dialect: new SqliteDialect({ database }) }))
 * await storage.schema.migrate()
 * ```
 *
 * Without the option `schema` the tables are where the connection creates and looks up tables without a schema: on
 * PostgreSQL in the first schema of `search_path`. An instance of `withSchema()` is refused.
 *
 * Each verb rejects with a `SchemaError` if the tables are not of the version that it needs.
 *
 * @throws {TypeError} if the instance is for another kind of database, or is one of `withSchema()`.
 */
export function kyselyStorage<HostTables>(
  db: Kysely<HostTables> | Transaction<HostTables>,
  options: KyselyStorageOptions = {},
): KyselyStorage<HostTables> {
  assertKysely<HostTables>(db)
  refuseSchema(db)
  const { dialect = dialectNameOf(db), ...tables } = options
  return sqlStorage(kyselyExecutor(db, dialect), tables)
}
