import { createRequire } from 'node:module'
import { kyselyStorage, pglitePool, sqlitePragmas } from '@latchkey/kysely'
import type { PasskeyStorage } from '@latchkey/storage'
import { type Dialect, Kysely, MysqlDialect, PostgresDialect, SqliteDialect } from 'kysely'
import Libsql from 'libsql'
import { createPool } from 'mysql2'
import pg from 'pg'
import { openPglite } from '../../../../test-support/databases/open-pglite.js'

export interface OpenDatabase {
  readonly db: Kysely<unknown>
  readonly storage: PasskeyStorage
}

/** The dialect for the text before the colon of an address. */
const dialects: Readonly<Record<string, (address: string) => Dialect>> = {
  libsql: (address) => openSqlite(new Libsql(pathOf(address))),
  'better-sqlite3': (address) => openSqlite(new (loadBetterSqlite())(pathOf(address))),
  pglite: () => new PostgresDialect({ pool: pglitePool(openPglite()) }),
  postgres: (connectionString) => new PostgresDialect({ pool: new pg.Pool({ connectionString, max: 10 }) }),
  mysql: (uri) => new MysqlDialect({ pool: createPool({ uri, connectionLimit: 10 }) }),
}

/** A connection, or pool of them, of its own; any process may open an address. */
export function openDatabase(address: string): OpenDatabase {
  const open = dialects[address.slice(0, address.indexOf(':'))]
  if (!open) throw new TypeError(`No database is opened by '${address}'.`)
  const db = new Kysely<unknown>({ dialect: open(address) })
  return { db, storage: kyselyStorage(db) }
}

function pathOf(address: string): string {
  return address.slice(address.indexOf(':') + 1)
}

type SqliteFile = Libsql.Database

function openSqlite(database: SqliteFile): Dialect {
  for (const pragma of sqlitePragmas) database.pragma(pragma)
  return new SqliteDialect({ database })
}

/** Installed by itself, because it is compiled; throws where it is not. */
export function loadBetterSqlite(): new (path: string) => SqliteFile {
  return createRequire(new URL('../../../../scripts/databases/package.json', import.meta.url))('better-sqlite3')
}
