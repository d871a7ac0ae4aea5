import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadBetterSqlite, openDatabase } from './open-database.js'

/** A database that the tests run on, by a driver alone. */
export interface TestDatabase {
  readonly name: string
  /** Whether several processes can open one place. */
  readonly isShared: boolean
  /** Makes a place that is empty, without any tables. */
  create(): Promise<Place>
}

export interface Place {
  /** For `openDatabase`. */
  readonly address: string
  remove(): Promise<void>
}

const onServers = {
  'PostgreSQL by pg': process.env.LATCHKEY_POSTGRES_URL,
  'MariaDB by mysql2': process.env.LATCHKEY_MYSQL_URL,
} as const

/** Those that are here; what is not was said when the servers were to be started. */
export const databases: readonly TestDatabase[] = [
  { name: 'SQLite by libsql', isShared: true, create: async () => fileFor('libsql') },
  ...optional('SQLite by better-sqlite3', 'better-sqlite3', hasBetterSqlite),
  ...optional('SQLite by node:sqlite', 'node:sqlite', () => process.getBuiltinModule?.('node:sqlite') !== undefined),
  { name: 'PGlite', isShared: false, create: async () => ({ address: 'pglite:', remove: async () => {} }) },
  ...Object.entries(onServers).flatMap(([name, url]) =>
    url ? [{ name, isShared: true, create: () => databaseOn(url) }] : [],
  ),
  { name: 'SQLite by batches only', isShared: true, create: async () => inBatches(fileFor('libsql')) },
  {
    name: 'PGlite by batches only',
    isShared: false,
    create: async () => ({ address: 'batches:pglite:', remove: async () => {} }),
  },
]

/** The same without those that differ only in how statements are sent. */
export const engines: readonly TestDatabase[] = databases.filter(({ name }) => !name.endsWith('by batches only'))

/** The same place, for an executor that has no transactions. */
function inBatches({ address, remove }: Place): Place {
  return { address: `batches:${address}`, remove }
}

const tables = [
  'passkeys',
  'accounts',
  'spent',
  'policies',
  'codes',
  'events',
  'rates',
  'removed',
  'metadata',
  'endpoints',
  'deliveries',
] as const

/** Deletes all rows, and leaves the tables. */
export async function empty({ executor }: ReturnType<typeof openDatabase>): Promise<void> {
  for (const table of tables) await executor.run(`delete from latchkey_${table}`, [])
}

function optional(name: string, driver: string, isHere: () => boolean): readonly TestDatabase[] {
  if (isHere()) return [{ name, isShared: true, create: async () => fileFor(driver) }]
  console.log(`NOT RUN: ${name} (not here)`)
  return []
}

function hasBetterSqlite(): boolean {
  try {
    // Half an installation has the module, and not what it was compiled to.
    ;new (loadBetterSqlite())(':memory:').close()
    return true
  } catch (error) {
    if (process.env.CI) throw error
    return false
  }
}

function fileFor(driver: string): Place {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-sql-'))
  return {
    address: `${driver}:${join(folder, 'app.db')}`,
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function databaseOn(url: string): Promise<Place> {
  const name = `latchkey_${crypto.randomUUID().replaceAll('-', '')}`
  await onServer(url, `create database ${name}`)
  const address = new URL(url)
  address.pathname = name
  return { address: address.href, remove: () => onServer(url, `drop database ${name}`) }
}

async function onServer(url: string, statement: string): Promise<void> {
  const { executor, close } = openDatabase(url)
  await executor.run(statement, [])
  await close()
}
