import type { SqlResult } from '@latchkey/sql'

/** A result of a driver for PostgreSQL, by the names that they give to what they have in common. */
interface PostgresResult {
  readonly rows?: readonly object[]
  readonly rowCount?: number | null
  readonly affectedRows?: number | null
  readonly count?: number | null
}

export function fromPostgres(result: PostgresResult | (readonly object[] & PostgresResult)): SqlResult {
  const rows = Array.isArray(result) ? [...result] : (result.rows ?? [])
  const { rowCount, affectedRows, count } = result
  if ([rowCount, affectedRows, count].every((number) => number === undefined)) throw noCount()
  return { rows, changes: rows.length || Number(rowCount ?? affectedRows ?? count ?? 0) }
}

export function fromMysql([result]: readonly unknown[]): SqlResult {
  if (Array.isArray(result)) return { rows: result, changes: result.length }
  return { rows: [], changes: changesIn(result, 'affectedRows') }
}

/** How many rows a statement without rows has changed. The libsql client and better-sqlite3 name it differently. */
export function changesOnSqlite(result: unknown): number {
  const name = typeof result === 'object' && result !== null && 'rowsAffected' in result ? 'rowsAffected' : 'changes'
  return changesIn(result, name)
}

function changesIn(result: unknown, name: string): number {
  const count = Object.entries(result ?? {}).find(([key]) => key === name)?.[1]
  if (typeof count === 'number' || typeof count === 'bigint') return Number(count)
  throw noCount()
}

function noCount(): TypeError {
  return new TypeError('The database driver under Drizzle does not report how many rows a statement has changed.')
}
