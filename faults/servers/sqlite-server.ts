import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { openDatabase } from '../open-database.js'
import type { DatabaseServer } from './database-server.js'

/** Files in a temporary folder: the operating system takes the locks from a process that is gone. */
export async function openSqliteServer(): Promise<DatabaseServer> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-faults-'))
  const { db } = openDatabase({ address: ':memory:', name: 'version' })
  const { rows } = await sql<{ readonly version: string }>`select sqlite_version() as version`.execute(db)
  await db.destroy()
  return {
    name: 'SQLite',
    version: rows[0]?.version ?? '',
    create: async (name) => join(folder, `${name}.db`),
    forget: async () => {},
    stop: async () => rmSync(folder, { recursive: true, force: true }),
  }
}
