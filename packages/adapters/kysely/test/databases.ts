import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { loadBetterSqlite, openDatabase } from './open-database.js'

/** A database that the tests run on. */
export interface TestDatabase {
  readonly name: string
  /** Makes a place that is empty, without any tables. */
  create(): Promise<Place>
}

export interface Place {
  /** For `openDatabase`. */
  readonly address: string
  remove(): Promise<void>
}

const onServers = {
  PostgreSQL: process.env.LATCHKEY_POSTGRES_URL,
  MariaDB: process.env.LATCHKEY_MYSQL_URL,
} as const

/** Those that are here; what is not was said when the servers were to be started. */
export const databases: readonly TestDatabase[] = [
  { name: 'SQLite by libsql', create: async () => fileFor('libsql') },
  ...(hasBetterSqlite() ? [{ name: 'SQLite by better-sqlite3', create: async () => fileFor('better-sqlite3') }] : []),
  { name: 'PGlite', create: async () => ({ address: 'pglite:', remove: async () => {} }) },
  ...Object.entries(onServers).flatMap(([name, url]) => (url ? [{ name, create: () => databaseOn(url) }] : [])),
]

/** Deletes all rows, and leaves the tables. */
export async function empty(db: Kysely<unknown>): Promise<void> {
  for (const table of [
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
  ]) {
    await sql`delete from ${sql.table(`latchkey_${table}`)}`.execute(db)
  }
}

function hasBetterSqlite(): boolean {
  try {
    // Half an installation has the module, and not what it was compiled to.
    ;new (loadBetterSqlite())(':memory:').close()
    return true
  } catch {
    const message = 'SQLite by better-sqlite3 (not installed; npm ci in scripts/databases)'
    if (process.env.CI) throw new Error(message)
    console.log(`NOT RUN: ${message}`)
    return false
  }
}

function fileFor(driver: string): Place {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-kysely-'))
  return {
    address: `${driver}:${join(folder, 'app.db')}`,
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function databaseOn(url: string): Promise<Place> {
  const name = `latchkey_${crypto.randomUUID().replaceAll('-', '')}`
  await onServer(url, sql`create database ${sql.id(name)}`)
  const address = new URL(url)
  address.pathname = name
  return {
    address: address.href,
    remove: () => onServer(url, sql`drop database ${sql.id(name)}`),
  }
}

async function onServer(url: string, statement: ReturnType<typeof sql>): Promise<void> {
  const { db } = openDatabase(url)
  await statement.execute(db)
  await db.destroy()
}
