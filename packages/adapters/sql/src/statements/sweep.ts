import type { TableName } from '../schema/table-names.js'
import type { Writing } from './writing.js'

interface OldestRows {
  readonly table: TableName
  readonly key: string
  /** Has an index. */
  readonly column: string
  /** A condition that precedes the column in the index. */
  readonly where?: string
}

/** Deletes the oldest rows, up to a limit, by an index and without reading others. */
function deleteOldest({ dialect, tables, prepare }: Writing, { table, key, column, where = '1 = 1' }: OldestRows) {
  const oldest = `from ${tables[table]} where ${where} and ${column} < :before order by ${column} limit :limit`
  const deletions = {
    mysql: `delete ${oldest}`,
    sqlite: `delete from ${tables[table]} where ${key} in (select ${key} ${oldest})`,
    // An array is built once, and looked up by the index; the planner would join a subquery with all rows.
    postgres: `delete from ${tables[table]} where ${key} = any(array(select ${key} ${oldest} for update skip locked))`,
  }
  return prepare(deletions[dialect.name])
}

export function sweepStatements(writing: Writing) {
  return {
    spent: deleteOldest(writing, { table: 'spent', key: 'id', column: 'expires_at' }),
    events: deleteOldest(writing, { table: 'events', key: 'id', column: 'settled_at' }),
    unsettled: deleteOldest(writing, { table: 'events', key: 'id', column: 'at', where: 'settled_at is null' }),
    usedCodes: deleteOldest(writing, { table: 'codes', key: 'id', column: 'used_at' }),
    expiredCodes: deleteOldest(writing, { table: 'codes', key: 'id', column: 'expires_at' }),
    removed: deleteOldest(writing, { table: 'removed', key: 'id_hash', column: 'removed_at' }),
    deliveries: deleteOldest(writing, { table: 'deliveries', key: 'id', column: 'created_at' }),
    rates: deleteOldest(writing, { table: 'rates', key: writing.dialect.key, column: 'resets_at' }),
  }
}
