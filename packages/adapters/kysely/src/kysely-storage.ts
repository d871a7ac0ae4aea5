import type { PasskeyStorage, SchemaTool, SweepOptions } from '@latchkey/storage'
import type { Kysely, Transaction } from 'kysely'
import { sqlAccounts } from './accounts.js'
import { sqlCodes } from './codes.js'
import { openDatabase } from './database.js'
import { sqlDeliveries } from './deliveries/deliveries.js'
import { sqlEvents } from './events.js'
import { explainSchema } from './explain-schema.js'
import { sqlMetadata } from './metadata.js'
import { sqlPasskeys } from './passkeys/passkeys.js'
import { sqlPolicies } from './policies.js'
import { sqlRates } from './rates.js'
import { sqlSchema } from './schema-tool.js'
import { sweepDatabase } from './sweep.js'

/** A storage in a database that Kysely speaks to. `HostTables` are the tables of your app. */
export interface KyselyStorage<HostTables> extends PasskeyStorage<Transaction<HostTables>> {
  readonly schema: SchemaTool
}

/**
 * Keeps passkeys in the host's own database, in tables that begin with `latchkey_`; `schema.migrate()` or
 * `latchkey migrate` makes them. The host's tables, types and plugins are left alone, and so are the settings of its
 * connections: for SQLite see `sqlitePragmas` and `cachedStatements`.
 *
 * PostgreSQL (`pg`; PGlite through `pglitePool`), MariaDB from 10.6 (`mysql2`), SQLite from 3.35 (libsql,
 * better-sqlite3; `node:sqlite` through `nodeSqlite`). MySQL from 8.0.17 speaks the same dialect; the tests do not run on it. On PostgreSQL every verb is one statement but
 * `sweep`, `passkeys.removeAll`, `accounts.purge`, most verbs of `deliveries` and an `add` with `createUser`; elsewhere a change with events is one
 * transaction.
 *
 * `passkeys.add` hands `createUser` the Kysely transaction it runs in, with the host's tables: the user and the first
 * passkey come into being together. Whatever `createUser` does must go through that transaction; SQLite has one
 * connection, and a call around the transaction would wait for it for ever. Where the database has undone the
 * transaction by itself (a deadlock, a serialisation failure) it is run again, and `createUser` with it.
 *
 * Given a transaction that the host has begun, every verb is a part of it: a refusal undoes its own part only, nothing
 * is run again, and what was answered holds once the host commits. Verbs run one after the other there, however many
 * storages are made of it. `createUser` runs in the middle of one: should it want a storage, it makes one of the
 * transaction that it is handed. A call of any other storage would wait for the end of `createUser`, and it for the call.
 *
 * ```ts
 * const database = new Database('app.db')
 * for (const pragma of sqlitePragmas) database.pragma(pragma)
 * const storage = kyselyStorage(new Kysely<AppTables>({ dialect: new SqliteDialect({ database }) }))
 * await storage.schema.migrate()
 * ```
 *
 * The tables are where the connection makes and looks for tables that no schema is named for: on PostgreSQL in the first
 * schema of `search_path`. An instance of `withSchema()` is refused.
 *
 * Each verb rejects with a `SchemaError` where the tables are not those that it works with.
 *
 * @throws {TypeError} when the instance speaks to a database of another kind, or is one of `withSchema()`.
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
