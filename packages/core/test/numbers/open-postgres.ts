import { kyselyStorage } from '@latchkey/kysely'
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { DatabaseStorage } from '../api/sqlite.js'

/** A storage in a schema of its own on this server, which goes when it is closed. */
export async function openPostgres(url: string): Promise<DatabaseStorage> {
  const schema = `numbers_${crypto.randomUUID().replaceAll('-', '')}`
  const pool = new pg.Pool({ connectionString: url, options: `-c search_path=${schema}` })
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  await sql`create schema ${sql.id(schema)}`.execute(db)
  const storage = kyselyStorage(db)
  await storage.schema?.migrate()
  return {
    ...storage,
    db,
    async close() {
      await sql`drop schema ${sql.id(schema)} cascade`.execute(db)
      await db.destroy()
    },
  }
}
