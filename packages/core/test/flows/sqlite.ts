import { kyselyStorage, sqlitePragmas } from '@latchkey/kysely'
import type { PasskeyStorage } from '@latchkey/storage'
import { Kysely, SqliteDialect } from 'kysely'
import Database from 'libsql'

/** A storage on an SQLite file, migrated. */
export async function openSqlite(file: string): Promise<PasskeyStorage & { close(): Promise<void> }> {
  const database = new Database(file)
  for (const pragma of sqlitePragmas) database.pragma(pragma)
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database }) })
  const storage = kyselyStorage(db)
  await storage.schema?.migrate()
  return { ...storage, close: () => db.destroy() }
}
