import { type Kysely, MysqlAdapter, PostgresAdapter, SqliteAdapter } from 'kysely'
import { classNamesOf } from '../database/class-names-of.js'
import type { SqlDialect } from './dialect.js'
import { mysql } from './mysql.js'
import { postgres } from './postgres.js'
import { sqlite } from './sqlite.js'

const known = [
  [SqliteAdapter, sqlite],
  [PostgresAdapter, postgres],
  [MysqlAdapter, mysql],
] as const

/** @throws {TypeError} for a kind of database that this adapter does not support. */
export function dialectOf<HostTables>(db: Kysely<HostTables>): SqlDialect {
  const kinds = classNamesOf(db.getExecutor().adapter)
  const found = known.find(([{ name }]) => kinds.includes(name))
  if (found) return found[1]
  throw new TypeError(
    'kyselyStorage knows PostgreSQL, MariaDB, MySQL and SQLite: pass a Kysely instance for one of them.',
  )
}
