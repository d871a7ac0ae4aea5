import type { DialectName, SqlResult, SqlTransaction, SqlValue } from '@latchkey/sql'
import type { SQL } from 'drizzle-orm'
import { driverErrorOf } from './driver-error.js'
import type { Drizzle } from './drizzle.js'
import { statementOf } from './statement-of.js'
import { changesOnSqlite, fromMysql, fromPostgres } from './to-result.js'

type RunDrizzle = (db: Drizzle, statement: SQL, text: string) => Promise<SqlResult>

const runners: Readonly<Record<DialectName, RunDrizzle>> = {
  postgres: async (db, statement) =>
    fromPostgres((await db.execute?.(statement)) as Parameters<typeof fromPostgres>[0]),
  mysql: async (db, statement) => fromMysql((await db.execute?.(statement)) as readonly unknown[]),
  sqlite: async (db, statement, text) =>
    returnsRows(text) ? fromRows(await db.all?.(statement)) : fromChanges(await db.run?.(statement)),
}

/** Runs statements through Drizzle, and so through its logger. The errors are those of the driver. */
export function runOn(db: Drizzle, dialect: DialectName): SqlTransaction['run'] {
  const run = runners[dialect]
  return async (text: string, values: readonly SqlValue[]) => {
    try {
      return await run(db, statementOf(text, values), text)
    } catch (error) {
      throw driverErrorOf(error)
    }
  }
}

/** On SQLite, Drizzle has a method for statements that return rows, and one for the others. */
export function returnsRows(text: string): boolean {
  return /^(?:select|with)\b|\breturning\b/i.test(text)
}

export function fromRows(rows: unknown): SqlResult {
  if (!Array.isArray(rows)) throw new TypeError('The database driver under Drizzle returns no rows.')
  return { rows, changes: rows.length }
}

export function fromChanges(result: unknown): SqlResult {
  return { rows: [], changes: changesOnSqlite(result) }
}
