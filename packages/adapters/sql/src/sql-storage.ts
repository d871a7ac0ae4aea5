import type { PasskeyStorage, SchemaTool, SweepOptions } from '@latchkey/storage'
import { openDatabase } from './database/database.js'
import type { SqlExecutor } from './database/sql-executor.js'
import { explainSchema } from './schema/explain-schema.js'
import { sqlSchema } from './schema/schema-tool.js'
import { type TableOptions, tableNames } from './schema/table-names.js'
import { codeStatements } from './statements/codes.js'
import { eraseStatements, eventStatements } from './statements/events.js'
import { prepareAccountChanges, sqlAccounts } from './verbs/accounts.js'
import { sqlCodes } from './verbs/codes.js'
import { sqlDeliveries } from './verbs/deliveries.js'
import { sqlEvents } from './verbs/events.js'
import { sqlInspection } from './verbs/inspection.js'
import { sqlMetadata } from './verbs/metadata.js'
import { passkeyWriting, sqlPasskeys } from './verbs/passkeys.js'
import { sqlPolicies } from './verbs/policies.js'
import { sqlRates } from './verbs/rates.js'
import { sweepDatabase, sweeping } from './verbs/sweep.js'

/** A storage in an SQL database. `HostTransaction` is what `createUser` receives. */
export interface SqlStorage<HostTransaction> extends PasskeyStorage<HostTransaction> {
  readonly schema: SchemaTool
}

/**
 * Stores passkeys in an SQL database, in tables that begin with `latchkey_`; `schema.migrate()` or `latchkey migrate`
 * creates them. All statements are texts that are built here, once. Your tables are not touched, nor are the settings
 * of your connections.
 *
 * PostgreSQL, MariaDB from 10.6, SQLite from 3.38. MySQL from 8.0.17 has the same dialect as MariaDB; the tests do not
 * run on it. On PostgreSQL nearly every verb is one statement; elsewhere a change with events is one transaction.
 *
 * Where the executor has transactions, `passkeys.add` passes `createUser` the one in which it runs: the user and the
 * first passkey are created together. If the database has undone the transaction by itself (a deadlock, a serialization
 * failure), it is run again, and `createUser` with it. Where the executor has batches only, `createUser` is called
 * before, and receives what its executor collects statements in: they are run with the first passkey, or not at all.
 *
 * ```ts
 * const database = new Database('app.db')
 * const storage = sqlStorage(betterSqlite3(database), { prefix: 'auth_' })
 * await storage.schema.migrate()
 * ```
 *
 * Each verb rejects with a `SchemaError` if the tables are not of the version that it needs.
 *
 * @throws {TypeError} for a value that is not an executor, and for a schema or prefix that is not a plain identifier.
 */
export function sqlStorage<HostTransaction>(
  executor: SqlExecutor<HostTransaction>,
  options: TableOptions = {},
): SqlStorage<HostTransaction> {
  const database = openDatabase(executor, tableNames(executor?.dialect, options))
  const explained = <Verbs extends object>(verbs: Verbs): Verbs => explainSchema(database, verbs)
  const events = { database, events: eventStatements(database) }
  const passkeys = passkeyWriting(database, events.events)
  const accounts = prepareAccountChanges(passkeys)
  const codes = codeStatements(database)
  const emptied = { removed: accounts.empty, purged: accounts.purge }
  const emptying = { ...passkeys, codes, emptied, erase: eraseStatements(database) }
  const sweeper = sweeping(database, passkeys.spent)
  const sweep = (now: number, limit: number, given?: SweepOptions) => sweepDatabase(sweeper, { now, limit, ...given })
  return {
    ...((database.hasTransactions || database.hostBatch) && { sharesTransaction: true }),
    passkeys: explained(sqlPasskeys(passkeys, emptying)),
    accounts: explained(sqlAccounts(emptying, accounts)),
    policies: explained(sqlPolicies(events)),
    codes: explained(sqlCodes(events, codes)),
    events: explained(sqlEvents(events)),
    rates: explained(sqlRates(events)),
    metadata: explained(sqlMetadata(events)),
    deliveries: explained(sqlDeliveries(events)),
    inspection: explained(sqlInspection(database)),
    sweep: explained({ sweep }).sweep,
    schema: sqlSchema(database),
  }
}
