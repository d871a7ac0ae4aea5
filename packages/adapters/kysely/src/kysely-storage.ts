import type { PasskeyStorage, SchemaTool, SweepOptions } from '@latchkey/storage'
import type { Kysely, Transaction } from 'kysely'
import { sqlAccounts } from './accounts/accounts.js'
import { sqlCodes } from './codes/codes.js'
import { openDatabase } from './database/database.js'
import { sqlDeliveries } from './deliveries/deliveries.js'
import { sqlEvents } from './events/events.js'
import { sqlMetadata } from './metadata.js'
import { sqlPasskeys } from './passkeys/passkeys.js'
import { sqlPolicies } from './policies.js'
import { sqlRates } from './rates.js'
import { explainSchema } from './schema/explain-schema.js'
import { sqlSchema } from './schema/schema-tool.js'
import { sweepDatabase } from './sweep.js'

/** A storage in a database that Kysely supports. `HostTables` are the tables of your app. */
export interface KyselyStorage<HostTables> extends PasskeyStorage<Transaction<HostTables>> {
  readonly schema: SchemaTool
}

/**
 * Stores passkeys in your app's own database, in tables that begin with `latchkey_`; `schema.migrate()` or `latchkey
 * migrate` creates them. Your tables, types and plugins are not touched, nor are the settings of your connections:
 * for SQLite see `sqlitePragmas` and `cachedStatements`.
 *
 * PostgreSQL (`pg`; PGlite through `pglitePool`), MariaDB from 10.6 (`mysql2`), SQLite from 3.35 (libsql,
 * better-sqlite3; `node:sqlite` through `nodeSqlite`). MySQL from 8.0.17 has the same dialect; the tests do not run
 * on it. On PostgreSQL every verb is one statement, except `sweep`, `passkeys.removeAll`, `accounts.purge`, most
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
 * The tables are where the connection creates and looks up tables without a schema: on PostgreSQL in the first schema
 * of `search_path`. An instance of `withSchema()` is refused.
 *
 * Each verb rejects with a `SchemaError` if the tables are not of the version that it needs.
 *
 * @throws {TypeError} if the instance is for another kind of database, or is one of `withSchema()`.
 */
export function kyselyStorage<HostTables>(db: Kysely<HostTables> | Transaction<HostTables>): KyselyStorage<HostTables> {
  const database = openDatabase(db)
  const explained = <Verbs extends object>(verbs: Verbs): Verbs => explainSchema(database, verbs)
  const sweep = (now: number, limit: number, options?: SweepOptions) =>
    sweepDatabase(database, { now, limit, ...options })
  return {
    sharesTransaction: true,
    passkeys: explained(sqlPasskeys(database)),
    accounts: explained(sqlAccounts(database)),
    policies: explained(sqlPolicies(database)),
    codes: explained(sqlCodes(database)),
    events: explained(sqlEvents(database)),
    rates: explained(sqlRates(database)),
    metadata: explained(sqlMetadata(database)),
    deliveries: explained(sqlDeliveries(database)),
    sweep: explained({ sweep }).sweep,
    schema: sqlSchema(database),
  }
}
