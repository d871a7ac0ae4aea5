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

export interface SweptRows {
  readonly table: TableName
  /** Has an index. */
  readonly column: string
  /** How long a row stays after the instant in the column. */
  readonly keptDays: number
  /** Those that no other reason counts already. */
  readonly counted?: string
}

/** What a sweep deletes by itself. */
const swept = {
  spent: { table: 'spent', column: 'expires_at', keptDays: 1 },
  events: { table: 'events', column: 'settled_at', keptDays: 30 },
  usedCodes: { table: 'codes', column: 'used_at', keptDays: 30 },
  expiredCodes: {
    table: 'codes',
    column: 'expires_at',
    keptDays: 30,
    counted: '(used_at is null or used_at >= :before)',
  },
  removed: { table: 'removed', column: 'removed_at', keptDays: 365 },
  deliveries: { table: 'deliveries', column: 'created_at', keptDays: 30 },
  rates: { table: 'rates', column: 'resets_at', keptDays: 0 },
} as const satisfies Readonly<Record<string, SweptRows>>

export const sweptRows: readonly SweptRows[] = Object.values(swept)

export function sweepStatements(writing: Writing) {
  return {
    spent: deleteOldest(writing, { ...swept.spent, key: 'id' }),
    events: deleteOldest(writing, { ...swept.events, key: 'id' }),
    unsettled: deleteOldest(writing, { table: 'events', key: 'id', column: 'at', where: 'settled_at is null' }),
    usedCodes: deleteOldest(writing, { ...swept.usedCodes, key: 'id' }),
    expiredCodes: deleteOldest(writing, { ...swept.expiredCodes, key: 'id' }),
    removed: deleteOldest(writing, { ...swept.removed, key: 'id_hash' }),
    deliveries: deleteOldest(writing, { ...swept.deliveries, key: 'id' }),
    rates: deleteOldest(writing, { ...swept.rates, key: writing.dialect.key }),
  }
}
