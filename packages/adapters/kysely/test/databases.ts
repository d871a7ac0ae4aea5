import { type Kysely, sql } from 'kysely'
import {
  databaseOn,
  fileFor,
  hasBetterSqlite,
  type Place,
  tableNames,
} from '../../../../test-support/adapters/place.js'
import { loadBetterSqlite, openDatabase } from './open-database.js'

/** A database that the tests run on. */
export interface TestDatabase {
  readonly name: string
  /** Makes a place that is empty, without any tables. */
  create(): Promise<Place>
}

const onServers = {
  PostgreSQL: process.env.LATCHKEY_POSTGRES_URL,
  MariaDB: process.env.LATCHKEY_MYSQL_URL,
} as const

/** Those that are here; what is not was said when the servers were to be started. */
export const databases: readonly TestDatabase[] = [
  { name: 'SQLite by libsql', create: async () => fileFor('libsql') },
  ...(hasBetterSqlite(loadBetterSqlite)
    ? [{ name: 'SQLite by better-sqlite3', create: async () => fileFor('better-sqlite3') }]
    : []),
  { name: 'PGlite', create: async () => ({ address: 'pglite:', remove: async () => {} }) },
  ...Object.entries(onServers).flatMap(([name, url]) =>
    url ? [{ name, create: () => databaseOn(url, onServer) }] : [],
  ),
]

/** Deletes all rows, and leaves the tables. */
export async function empty(db: Kysely<unknown>): Promise<void> {
  for (const table of tableNames) await sql`delete from ${sql.table(table)}`.execute(db)
}

async function onServer(url: string, statement: string): Promise<void> {
  const { db } = openDatabase(url)
  await sql.raw(statement).execute(db)
  await db.destroy()
}
