import { kyselyStorage, sqlitePragmas } from '@latchkey/kysely'
import type { PasskeyStorage } from '@latchkey/storage'
import { Kysely, type LogEvent, SqliteDialect } from 'kysely'
import Libsql from 'libsql'

export interface OpenSqlite<HostTables> {
  readonly db: Kysely<HostTables>
  readonly storage: PasskeyStorage
}

/** A connection of its own to this file, with the pragmas that are recommended. */
export function openSqlite<HostTables = unknown>(
  path: string,
  log?: (event: LogEvent) => void,
): OpenSqlite<HostTables> {
  const database = new Libsql(path)
  for (const pragma of sqlitePragmas) database.pragma(pragma)
  const db = new Kysely<HostTables>({ dialect: new SqliteDialect({ database }), ...(log && { log }) })
  return { db, storage: kyselyStorage(db) }
}
