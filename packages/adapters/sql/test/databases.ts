import {
  databaseOn,
  fileFor,
  hasBetterSqlite,
  type Place,
  tableNames,
} from '../../../../test-support/adapters/place.js'
import { loadBetterSqlite, openDatabase } from './open-database.js'

/** A database that the tests run on, by a driver alone. */
export interface TestDatabase {
  readonly name: string
  /** Whether `npm test` runs the whole contract here: one driver of each engine. Else it runs the first cases of each verb. */
  readonly isWhole: boolean
  /** Whether several processes can open one place. */
  readonly isShared: boolean
  /** Makes a place that is empty, without any tables. */
  create(): Promise<Place>
}

const onServers = {
  'PostgreSQL by pg': process.env.LATCHKEY_POSTGRES_URL,
  'MariaDB by mysql2': process.env.LATCHKEY_MYSQL_URL,
} as const

const isCompiled = hasBetterSqlite(loadBetterSqlite)

/** Those that are here; what is not was said when the servers were to be started. */
export const databases: readonly TestDatabase[] = [
  { ...inFile('SQLite by libsql', 'libsql'), isWhole: !isCompiled },
  ...(isCompiled ? [{ ...inFile('SQLite by better-sqlite3', 'better-sqlite3'), isWhole: true }] : []),
  ...(hasNodeSqlite() ? [inFile('SQLite by node:sqlite', 'node:sqlite')] : []),
  {
    name: 'PGlite',
    isWhole: false,
    isShared: false,
    create: async () => ({ address: 'pglite:', remove: async () => {} }),
  },
  ...Object.entries(onServers).flatMap(([name, url]) =>
    url ? [{ name, isWhole: true, isShared: true, create: () => databaseOn(url, runOnServer) }] : [],
  ),
  { name: 'SQLite by batches only', isWhole: false, isShared: true, create: async () => inBatches(fileFor('libsql')) },
  {
    name: 'PGlite by batches only',
    isWhole: false,
    isShared: false,
    create: async () => ({ address: 'batches:pglite:', remove: async () => {} }),
  },
]

const postgresUrl = process.env.LATCHKEY_POSTGRES_URL

/** The same with further drivers of one engine, for the storage contract. */
export const everyDriver: readonly TestDatabase[] = [
  ...databases,
  { name: 'SQLite by @libsql/client', isWhole: false, isShared: true, create: libsqlFile },
  ...(postgresUrl
    ? [
        {
          name: 'PostgreSQL by Postgres.js',
          isWhole: false,
          isShared: true,
          create: () => underPostgresJs(postgresUrl),
        },
      ]
    : []),
]

/** The same without those that differ only in how statements are sent. */
export const engines: readonly TestDatabase[] = databases.filter(({ name }) => !name.endsWith('by batches only'))

function inFile(name: string, driver: string): TestDatabase {
  return { name, isWhole: false, isShared: true, create: async () => fileFor(driver) }
}

/** The same place, for an executor that has no transactions. */
function inBatches({ address, remove }: Place): Place {
  return { address: `batches:${address}`, remove }
}

/** Deletes all rows, and leaves the tables. */
export async function empty({ executor }: ReturnType<typeof openDatabase>): Promise<void> {
  for (const table of tableNames) await executor.run(`delete from ${table}`, [])
}

function hasNodeSqlite(): boolean {
  if (process.getBuiltinModule?.('node:sqlite') !== undefined) return true
  console.log('NOT RUN: SQLite by node:sqlite (not here)')
  return false
}

async function underPostgresJs(url: string): Promise<Place> {
  const { address, remove } = await databaseOn(url, runOnServer)
  return { address: `postgres-js:${address}`, remove }
}

async function runOnServer(url: string, statement: string): Promise<void> {
  const { executor, close } = openDatabase(url)
  await executor.run(statement, [])
  await close()
}

async function libsqlFile(): Promise<Place> {
  const place = fileFor('libsql-client')
  const { executor, close } = openDatabase(place.address)
  // Of the file, and so of each connection that the client opens.
  await executor.run('pragma journal_mode = WAL', [])
  await close()
  return place
}
