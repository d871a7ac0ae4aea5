import { type RawBuilder, sql } from 'kysely'
import type { OldestRows } from './dialect.js'

/** Selects their keys. In order, so that the index is used even where many rows are due. */
export function selectOldest({ table, key, column, before, limit }: OldestRows): RawBuilder<unknown> {
  const indexed = sql.ref(column)
  return sql`
    select ${sql.ref(key)} from ${sql.table(table)}
    where ${indexed} < ${before} order by ${indexed} limit ${limit}`
}
