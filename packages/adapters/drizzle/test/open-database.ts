import { type DrizzleDatabase, type DrizzleStorageOptions, drizzleStorage } from '@latchkey/drizzle'
import type { SqlStorage } from '@latchkey/sql'
import { createClient } from '@libsql/client'
import { createPool } from 'mysql2/promise'
import pg from 'pg'
import { openPglite } from '../../../../test-support/databases/open-pglite.js'
import { loadBetterSqlite, loadDrizzle } from './drivers.js'

/** The same members as on every Drizzle database and transaction, whatever its types. */
export interface AnyDrizzle extends DrizzleDatabase {
  execute?(text: string): unknown
  run?(text: string): unknown
  all?(text: string): unknown
}

export interface OpenDatabase {
  readonly db: AnyDrizzle
  readonly storage: SqlStorage<unknown>
  close(): Promise<void>
}

type Opened = Omit<OpenDatabase, 'storage'>

/** How to open the text before the colon of an address. */
const drivers: Readonly<Record<string, (address: string) => Opened>> = {
  'better-sqlite3': (address) => {
    const database = new (loadBetterSqlite())(pathOf(address))
    database.pragma('busy_timeout = 5000')
    database.pragma('journal_mode = WAL')
    const db = loadDrizzle('betterSqlite3').drizzle({ client: database })
    return { db, close: async () => void database.close() }
  },
  libsql: (address) => {
    const client = createClient({ url: `file:${pathOf(address)}`, timeout: 5000 })
    return { db: loadDrizzle('libsql').drizzle({ client }), close: async () => client.close() }
  },
  pglite: () => {
    const client = openPglite()
    return { db: loadDrizzle('pglite').drizzle({ client }), close: () => client.close() }
  },
  postgres: (connectionString) => {
    const pool = new pg.Pool({ connectionString, max: 10 })
    return { db: loadDrizzle('nodePostgres').drizzle({ client: pool }), close: () => pool.end() }
  },
  mysql: (uri) => {
    const pool = createPool({ uri, connectionLimit: 10 })
    return { db: loadDrizzle('mysql2').drizzle({ client: pool }), close: () => pool.end() }
  },
}

/** A connection, or pool of them, of its own; any process may open an address. */
export function openDatabase(address: string, options?: DrizzleStorageOptions): OpenDatabase {
  const open = drivers[address.slice(0, address.indexOf(':'))]
  if (!open) throw new TypeError(`No database is opened by '${address}'.`)
  const opened = open(address)
  return { ...opened, storage: drizzleStorage(opened.db, options) as SqlStorage<unknown> }
}

function pathOf(address: string): string {
  return address.slice(address.indexOf(':') + 1)
}

/** Runs a statement as the app does, in its database or in a transaction of it. */
export async function runOn(db: unknown, text: string): Promise<readonly object[]> {
  const { execute, run, all } = db as AnyDrizzle
  if (execute) {
    const result = await execute.call(db, text)
    if (Array.isArray(result)) return Array.isArray(result[0]) ? result[0] : []
    return (result as { readonly rows?: object[] }).rows ?? []
  }
  if (/^select/.test(text)) return (await all?.call(db, text)) as object[]
  await run?.call(db, text)
  return []
}
