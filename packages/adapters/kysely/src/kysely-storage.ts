import type { PasskeyStorage } from '@latchkey/storage'
import type { Kysely } from 'kysely'
import { sqlAccounts } from './accounts.js'
import { sqlCodes } from './codes.js'
import { openDatabase } from './database.js'
import { sqlEvents } from './events.js'
import { sqlPasskeys } from './passkeys/passkeys.js'
import { sqlPolicies } from './policies.js'
import { sqlRates } from './rates.js'
import { sqlSchema } from './schema-tool.js'
import { sweepDatabase } from './sweep.js'

/**
 * Keeps passkeys in the host's own database, in tables that begin with `latchkey_`; `schema.migrate()` or
 * `latchkey migrate` makes them. The host's tables, types and plugins are left alone, and so are the settings of its
 * connection: for SQLite see `sqlitePragmas`.
 *
 * `passkeys.add` hands `createUser` the Kysely transaction it runs in, with the host's tables: the user and the first
 * passkey come into being together. Whatever `createUser` does must go through that transaction; SQLite has one
 * connection, and a call around the transaction would wait for it for ever.
 *
 * ```ts
 * const database = new Database('app.db')
 * for (const pragma of sqlitePragmas) database.pragma(pragma)
 * const storage = kyselyStorage(new Kysely<AppTables>({ dialect: new SqliteDialect({ database }) }))
 * await storage.schema?.migrate()
 * ```
 *
 * @throws {TypeError} when the instance speaks to another database than SQLite.
 */
export function kyselyStorage<HostTables>(db: Kysely<HostTables>): PasskeyStorage {
  const database = openDatabase(db)
  return {
    passkeys: sqlPasskeys(database),
    accounts: sqlAccounts(database),
    policies: sqlPolicies(database),
    codes: sqlCodes(database),
    events: sqlEvents(database),
    rates: sqlRates(database),
    sweep: (now, limit) => sweepDatabase(database, now, limit),
    schema: sqlSchema(database),
  }
}
