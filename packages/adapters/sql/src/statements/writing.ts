import type { Database } from '../database/database.js'
import type { TableName } from '../schema/table-names.js'

/** What a statement is written with, once, when the storage is created. */
export type Writing = Pick<Database, 'dialect' | 'tables' | 'prepare'>

/** As many rows as the value of this name has, a JSON array of objects with these columns. For databases that read JSON. */
export function selectGiven(
  { dialect, tables }: Writing,
  { table, columns, given }: { readonly table: TableName; readonly columns: readonly string[]; readonly given: string },
): string {
  return dialect.name === 'postgres'
    ? `select ${columns.join(', ')} from json_populate_recordset(null::${tables[table]}, :${given}::json) as given`
    : `select ${columns.map((column) => `json_extract(value, '$.${column}') as ${column}`).join(', ')} from json_each(:${given})`
}

/**
 * Fails where the condition does not hold, which undoes the batch that it is part of: `isDemandFailure` recognizes the
 * error. Where it holds, nothing happens.
 */
export function demand({ tables }: Writing, condition: string): string {
  return `insert into ${tables.passkeys} (rp_id) select null where not (${condition})`
}

/** Whether an error is that of a statement that `demand` has written. */
export function isDemandFailure({ tables }: Writing, error: unknown): boolean {
  if (!(error instanceof Error) || !/not.null constraint/i.test(error.message)) return false
  return error.message.includes(`${tables.prefix}passkeys`)
}

/** The values of one row, by the names of its columns. */
export function valuesOf(columns: readonly string[]): string {
  return columns.map((column) => `:${column}`).join(', ')
}

/**
 * Whether this, which selects 1 and at most one row, finds none. For a row of a queue, so that the queue is walked along
 * an index until enough rows pass: PostgreSQL takes a comparison for one row in three, and `is null` for one in two
 * hundred, and would then read and sort the whole queue. Of `not exists` it would make a join.
 */
export function findsNone(select: string): string {
  return `coalesce((${select}), 0) < 1`
}
