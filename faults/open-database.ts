import { kyselyStorage, sqlitePragmas } from '@latchkey/kysely'
import type { PasskeyStorage } from '@latchkey/storage'
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely'
import Libsql from 'libsql'
import pg from 'pg'

export interface OpenDatabase {
  readonly db: Kysely<unknown>
  readonly storage: PasskeyStorage
}

export interface DatabaseAddress {
  /** `postgres:` and so on, or the path of a SQLite file. */
  readonly address: string
  /** The name of this process in the server's list of sessions. */
  readonly name: string
  /** The maximum number of connections. Default: 4. */
  readonly connections?: number
  /** How long a call waits for a connection. Default: without limit. */
  readonly connectionTimeoutMs?: number
}

/** Opens the database as docs/reliability.md recommends: a connection that breaks is an event, not the end. */
export function openDatabase(where: DatabaseAddress): OpenDatabase {
  const db = where.address.startsWith('postgres') ? openPostgres(where) : openSqlite(where.address)
  return { db, storage: kyselyStorage(db) }
}

function openPostgres({ address, name, connections = 4, connectionTimeoutMs }: DatabaseAddress): Kysely<unknown> {
  const pool = new pg.Pool({
    connectionString: address,
    application_name: name,
    max: connections,
    ...(connectionTimeoutMs !== undefined && { connectionTimeoutMillis: connectionTimeoutMs }),
  })
  listenForErrors(pool)
  return new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
}

/** The pool emits errors of idle connections. Each connection in use emits its own. */
function listenForErrors(pool: pg.Pool): void {
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
}

function openSqlite(path: string): Kysely<unknown> {
  const database = new Libsql(path)
  for (const pragma of sqlitePragmas) database.pragma(pragma)
  return new Kysely<unknown>({ dialect: new SqliteDialect({ database }) })
}
