import { kyselyStorage, sqlitePragmas } from '@latchkey/kysely'
import type { PasskeyStorage } from '@latchkey/storage'
import { Kysely, SqliteDialect } from 'kysely'
import Database from 'libsql'

/** A storage in a database that the host may use as well. */
export interface DatabaseStorage extends PasskeyStorage {
  readonly db: Kysely<unknown>
  close(): Promise<void>
}

/** A storage on an SQLite file, migrated. */
export async function openSqlite(file: string): Promise<DatabaseStorage> {
  const database = new Database(file)
  for (const pragma of sqlitePragmas) database.pragma(pragma)
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database }) })
  const storage = kyselyStorage(db)
  await storage.schema?.migrate()
  return { ...storage, db, close: () => db.destroy() }
}
