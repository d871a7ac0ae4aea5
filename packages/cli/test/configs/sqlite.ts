import { kyselyStorage, sqlitePragmas } from '@latchkey/kysely'
import { Kysely, SqliteDialect } from 'kysely'
import Libsql from 'libsql'

const database = new Libsql(process.env.DATABASE_FILE ?? '')
for (const pragma of sqlitePragmas) database.pragma(pragma)
const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database }) })

export const storage = kyselyStorage(db)

export function close(): Promise<void> {
  return db.destroy()
}
