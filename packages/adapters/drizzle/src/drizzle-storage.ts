import { type DialectName, type SqlStorage, sqlStorage, type TableOptions } from '@latchkey/sql'
import { dialectNameOf } from './executor/dialect-name.js'
import { assertDrizzle, refuseOneConnection } from './executor/drizzle.js'
import { drizzleExecutor } from './executor/drizzle-executor.js'

/** What `drizzle(…)` returns, or a transaction of it. */
export interface DrizzleDatabase {
  /** As in Drizzle. */
  transaction(...given: never[]): unknown
}

/**
 * What `createUser` receives: a transaction of this database. On a SQLite whose calls return at once, such as
 * better-sqlite3, it is the database itself.
 */
export type DrizzleTransaction<Database extends DrizzleDatabase> = Database extends {
  transaction(work: (transaction: infer Own) => infer _Work): infer Answer
}
  ? Answer extends Promise<unknown>
    ? Own
    : Database
  : never

/** A storage in a database that Drizzle supports. */
export interface DrizzleStorage<Database extends DrizzleDatabase> extends SqlStorage<DrizzleTransaction<Database>> {}

/** Where the tables are, how their names begin, and the kind of database. */
export interface DrizzleStorageOptions extends TableOptions {
  /**
   * The kind of database.
   *
   * @default what Drizzle says of itself
   */
  readonly dialect?: DialectName
}

/**
 * Stores passkeys in your app's own database, in tables that begin with `latchkey_`; `schema.migrate()` or `latchkey
 * migrate` creates them, and `schema.sql()` prints them for your own migrations. Your tables are not touched, nor are
 * the settings of your connections. The statements are those of `@latchkey/sql`, texts that are built once; they run
 * through Drizzle, and so through its logger.
 *
 * Drizzle 0.45, and 1.0 from its fifth release candidate. PostgreSQL (`pg`, PGlite), MariaDB from 10.6 (`mysql2`),
 * SQLite from 3.38 (better-sqlite3, `@libsql/client`). MySQL from 8.0.17 has the same dialect as MariaDB; the tests do
 * not run on it. On `pg` and `mysql2` Drizzle has to be given a pool.
 *
 * `passkeys.add` passes `createUser` the Drizzle transaction in which it runs: the user and the first passkey are created
 * together. Everything that `createUser` does must go through that transaction. On better-sqlite3 it receives the
 * database, which has begun a transaction; other calls of the storage wait for its end, and your own calls to that
 * database are a part of it. If the database has undone the transaction by itself (a deadlock, a serialization failure),
 * it is run again, and `createUser` with it.
 *
 * Given a transaction that your app has begun, every verb is a part of it: a refusal undoes its own part only, nothing
 * is retried, and results hold once your app commits. Its verbs run one at a time, however many storages are created
 * from it. A transaction of better-sqlite3 is refused, because it ends before the first verb does.
 *
 * ```ts
 * const db = drizzle({ client: new Pool({ connectionString: process.env.DATABASE_URL }) })
 * const storage = drizzleStorage(db, { prefix: 'auth_' })
 * await storage.schema.migrate()
 * ```
 *
 * Each verb rejects with a `SchemaError` if the tables are not of the version that it needs.
 *
 * @throws {TypeError} for a value that is not a Drizzle database, for Drizzle over one connection of `pg` or `mysql2`, for another
 * kind of database, and for a schema or prefix that is not a plain identifier.
 */
export function drizzleStorage<Database extends DrizzleDatabase>(
  db: Database,
  options: DrizzleStorageOptions = {},
): DrizzleStorage<Database> {
  const drizzle: unknown = db
  assertDrizzle(drizzle)
  refuseOneConnection(drizzle)
  const { dialect = dialectNameOf(drizzle), ...tables } = options
  if (dialect === undefined) {
    throw new TypeError(
      'drizzleStorage knows PostgreSQL, MariaDB, MySQL and SQLite: pass a Drizzle database for one of them, or name the dialect in the options.',
    )
  }
  return sqlStorage(drizzleExecutor(drizzle, dialect), tables) as SqlStorage<unknown> as DrizzleStorage<Database>
}
