import type { SqlExecutor } from '../database/sql-executor.js'
import type { Dialect } from './dialect.js'
import { mysql } from './mysql.js'
import { postgres } from './postgres.js'
import { sqlite } from './sqlite.js'

export type { Dialect }

const dialects = { postgres, mysql, sqlite } as const

/** @throws {TypeError} for a value that is not an executor, or an executor of an unknown database. */
export function dialectOf(executor: SqlExecutor): Dialect {
  const dialect = dialects[executor?.dialect]
  if (dialect === undefined || typeof executor.run !== 'function') {
    throw new TypeError(
      'sqlStorage takes an executor for PostgreSQL, MariaDB, MySQL or SQLite, such as betterSqlite3(database).',
    )
  }
  if (!executor.batch && !executor.transaction) throw new TypeError('An executor must have `batch` or `transaction`.')
  return dialect === sqlite && executor.batch ? { ...sqlite, ifChanged: 'changes() > 0' } : dialect
}
