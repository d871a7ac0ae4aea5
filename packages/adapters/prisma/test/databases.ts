import { databaseOn, fileFor, type Place, tableNames } from '../../../../test-support/adapters/place.js'
import type { AnyPrisma } from '../../../../test-support/adapters/prisma-clients.js'
import { openDatabase } from './open-database.js'

/** A database that the tests run on, by a driver adapter of Prisma. */
export interface TestDatabase {
  readonly name: string
  /** Makes a place that is empty, without any tables. */
  create(): Promise<Place>
}

const server = process.env.LATCHKEY_POSTGRES_URL

/** Those that are here; what is not was said when the servers were to be started. */
export const databases: readonly TestDatabase[] = [
  { name: 'SQLite by better-sqlite3', create: sqliteFile },
  ...(server ? [{ name: 'PostgreSQL by pg', create: () => databaseOn(server, onServer) }] : []),
]

/** Deletes all rows, and leaves the tables. */
export async function empty(prisma: AnyPrisma): Promise<void> {
  for (const table of tableNames) await prisma.$executeRawUnsafe(`delete from ${table}`)
}

async function sqliteFile(): Promise<Place> {
  const place = fileFor('sqlite')
  const { prisma, close } = openDatabase(place.address)
  // Of the file, and so of each client that opens it.
  await prisma.$queryRawUnsafe('pragma journal_mode = WAL')
  await close()
  return place
}

async function onServer(url: string, statement: string): Promise<void> {
  const { prisma, close } = openDatabase(url)
  await prisma.$executeRawUnsafe(statement)
  await close()
}
