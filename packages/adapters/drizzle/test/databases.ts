import { createClient } from '@libsql/client'
import {
  databaseOn,
  fileFor,
  hasBetterSqlite,
  type Place,
  tableNames,
} from '../../../../test-support/adapters/place.js'
import { loadBetterSqlite } from './drivers.js'
import { type AnyDrizzle, openDatabase, runOn } from './open-database.js'

/** A database that the tests run on, by a driver under Drizzle. */
export interface TestDatabase {
  readonly name: string
  /** Whether several processes can open one place. */
  readonly isShared: boolean
  /** Makes a place that is empty, without any tables. */
  create(): Promise<Place>
}

const onServers = {
  'PostgreSQL by pg': process.env.LATCHKEY_POSTGRES_URL,
  'MariaDB by mysql2': process.env.LATCHKEY_MYSQL_URL,
} as const

/** Those that are here; what is not was said when the servers were to be started. */
export const databases: readonly TestDatabase[] = [
  { name: 'SQLite by libsql', isShared: true, create: libsqlFile },
  ...(hasBetterSqlite(loadBetterSqlite)
    ? [
        {
          name: 'SQLite by better-sqlite3',
          isShared: true,
          create: async () => fileFor('better-sqlite3'),
        },
      ]
    : []),
  {
    name: 'PGlite',
    isShared: false,
    create: async () => ({ address: 'pglite:', remove: async () => {} }),
  },
  ...Object.entries(onServers).flatMap(([name, url]) =>
    url ? [{ name, isShared: true, create: () => databaseOn(url, onServer) }] : [],
  ),
]

/** Deletes all rows, and leaves the tables. */
export async function empty(db: AnyDrizzle): Promise<void> {
  for (const table of tableNames) await runOn(db, `delete from ${table}`)
}

async function libsqlFile(): Promise<Place> {
  const place = fileFor('libsql')
  const client = createClient({ url: place.address.replace('libsql:', 'file:') })
  // Of the file, and so of each connection that the client opens.
  await client.execute('pragma journal_mode = WAL')
  client.close()
  return place
}

async function onServer(url: string, statement: string): Promise<void> {
  const { db, close } = openDatabase(url)
  await runOn(db, statement)
  await close()
}
