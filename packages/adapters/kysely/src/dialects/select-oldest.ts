import { type RawBuilder, sql } from 'kysely'
import type { OldestRows } from './dialect.js'

/** Selects their keys. In order, so that the index is used even if many rows are due. */
export function selectOldest({ table, key, column, before, limit, absent }: OldestRows): RawBuilder<unknown> {
  const indexed = sql.ref(column)
  return sql`
    select ${sql.ref(key)} from ${sql.table(table)}
    where ${absence(absent)} ${indexed} < ${before} order by ${indexed} limit ${limit}`
}

/** The condition that this column, if one is named, is null; others follow. */
export function absence(column: string | undefined): RawBuilder<unknown> {
  return column === undefined ? sql`` : sql`${sql.ref(column)} is null and`
}
