import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import { loadBetterSqlite, type Version } from './drivers.js'
import { type AnyDrizzle, openDatabase, runOn } from './open-database.js'

/** A database that the tests run on, by a driver under Drizzle. */
export interface TestDatabase {
  readonly name: string
  readonly version: Version
  /** Whether the whole contract runs on it; else two cases of each verb do. */
  readonly isWhole: boolean
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

const inProcess = {
  name: 'PGlite',
  isWhole: false,
  isShared: false,
  create: async () => ({ address: 'pglite:', remove: async () => {} }),
} as const

/** Those that are here; what is not was said when the servers were to be started. */
export function databasesOf(version: Version): readonly TestDatabase[] {
  const isWhole = version === '0.45'
  const shared = { version, isWhole, isShared: true }
  return [
    { ...shared, name: 'SQLite by libsql', isWhole: false, create: libsqlFile },
    ...(isInstalled()
      ? [{ ...shared, name: 'SQLite by better-sqlite3', create: async () => fileFor('better-sqlite3') }]
      : []),
    { ...inProcess, version },
    ...Object.entries(onServers).flatMap(([name, url]) =>
      url ? [{ ...shared, name, create: () => databaseOn(version, url) }] : [],
    ),
  ]
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
export async function empty(db: AnyDrizzle): Promise<void> {
  for (const table of tables) await runOn(db, `delete from latchkey_${table}`)
}

function isInstalled(): boolean {
  try {
    // Half an installation has the module, and not what it was compiled to.
    ;new (loadBetterSqlite())(':memory:').close()
    return true
  } catch (error) {
    if (process.env.CI) throw error
    console.log('NOT RUN: SQLite by better-sqlite3 (not here)')
    return false
  }
}

function fileFor(driver: string): Place {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-drizzle-'))
  return {
    address: `${driver}:${join(folder, 'app.db')}`,
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function libsqlFile(): Promise<Place> {
  const place = fileFor('libsql')
  const client = createClient({ url: place.address.replace('libsql:', 'file:') })
  // Of the file, and so of each connection that the client opens.
  await client.execute('pragma journal_mode = WAL')
  client.close()
  return place
}

async function databaseOn(version: Version, url: string): Promise<Place> {
  const name = `latchkey_${crypto.randomUUID().replaceAll('-', '')}`
  await onServer(version, url, `create database ${name}`)
  const address = new URL(url)
  address.pathname = name
  return { address: address.href, remove: () => onServer(version, url, `drop database ${name}`) }
}

async function onServer(version: Version, url: string, statement: string): Promise<void> {
  const { db, close } = openDatabase(version, url)
  await runOn(db, statement)
  await close()
}
