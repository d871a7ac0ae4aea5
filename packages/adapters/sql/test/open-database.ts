import { createRequire } from 'node:module'
import {
  type BoundStatement,
  betterSqlite3,
  libsqlClient,
  mysql2,
  type NodeSqliteDatabase,
  nodePostgres,
  nodeSqlite,
  pglite,
  postgresJs,
  type SqlExecutor,
  type SqlResult,
  type SqlStorage,
  sqlStorage,
  type TableOptions,
} from '@latchkey/sql'
import { createClient } from '@libsql/client'
import Libsql from 'libsql'
import { createPool } from 'mysql2/promise'
import pg from 'pg'
import postgres from 'postgres'
import { openPglite } from '../../../../test-support/databases/open-pglite.js'

export interface OpenDatabase {
  readonly executor: SqlExecutor
  readonly storage: SqlStorage<unknown>
  close(): Promise<void>
}

type Opened = Omit<OpenDatabase, 'storage'>

/** How to open the text before the colon of an address. */
const drivers: Readonly<Record<string, (address: string) => Opened>> = {
  libsql: (address) => openSqlite(new Libsql(pathOf(address))),
  'better-sqlite3': (address) => openSqlite(new (loadBetterSqlite())(pathOf(address))),
  'node:sqlite': (address) => {
    const { DatabaseSync } = process.getBuiltinModule('node:sqlite') as NodeSqlite
    const database = new DatabaseSync(address.slice('node:sqlite:'.length))
    database.exec('pragma busy_timeout = 5000; pragma journal_mode = WAL')
    return { executor: nodeSqlite(database), close: async () => database.close() }
  },
  'libsql-client': (address) => {
    const client = createClient({ url: `file:${pathOf(address)}`, timeout: 5000 })
    return { executor: libsqlClient(client), close: async () => client.close() }
  },
  'postgres-js': (address) => {
    const sql = postgres(pathOf(address), { max: 10, onnotice: () => {} })
    return { executor: postgresJs(sql), close: () => sql.end() }
  },
  pglite: () => {
    const database = openPglite()
    return { executor: pglite(database), close: () => database.close() }
  },
  postgres: (connectionString) => {
    const pool = new pg.Pool({ connectionString, max: 10 })
    return { executor: nodePostgres(pool), close: () => pool.end() }
  },
  mysql: (uri) => {
    const pool = createPool({ uri, connectionLimit: 10 })
    return { executor: mysql2(pool), close: () => pool.end() }
  },
}

/** A connection, or pool of them, of its own; any process may open an address. */
export function openDatabase(given: string, options?: TableOptions): OpenDatabase {
  const address = given.replace(/^batches:/, '')
  const name = address.startsWith('node:sqlite:') ? 'node:sqlite' : address.slice(0, address.indexOf(':'))
  const open = drivers[name]
  if (!open) throw new TypeError(`No database is opened by '${address}'.`)
  const { executor, close } = open(address)
  const executed = given === address ? executor : batchesOnly(executor)
  return { executor: executed, storage: sqlStorage(executed, options), close }
}

/** What a database that is reached by HTTP offers: no transaction that stays open from one call to the next. */
function batchesOnly({ dialect, run, batch, transaction }: SqlExecutor): SqlExecutor<BoundStatement[]> {
  return {
    dialect,
    run,
    hostBatch: () => [],
    batch: async (statements, host = []) => {
      const all = [...statements, ...host]
      const results = batch ? await batch(all) : await runInOrder(transaction, all)
      return results.slice(0, statements.length)
    },
  }
}

async function runInOrder(transaction: SqlExecutor['transaction'], statements: readonly BoundStatement[]) {
  if (!transaction) throw new TypeError('An executor has batches or transactions.')
  return transaction(async ({ run }) => {
    const results: SqlResult[] = []
    for (const { text, values } of statements) results.push(await run(text, values))
    return results
  })
}

function pathOf(address: string): string {
  return address.slice(address.indexOf(':') + 1)
}

type SqliteFile = Libsql.Database

/** The types of Node 20 have no `node:sqlite`. */
interface NodeSqlite {
  readonly DatabaseSync: new (path: string) => NodeSqliteDatabase & { exec(text: string): void; close(): void }
}

function openSqlite(database: SqliteFile): Opened {
  database.pragma('busy_timeout = 5000')
  database.pragma('journal_mode = WAL')
  return { executor: betterSqlite3(database), close: async () => void database.close() }
}

/** Installed by itself, because it is compiled; throws where it is not. */
export function loadBetterSqlite(): new (path: string) => SqliteFile {
  return createRequire(new URL('../../../../scripts/databases/package.json', import.meta.url))('better-sqlite3')
}
