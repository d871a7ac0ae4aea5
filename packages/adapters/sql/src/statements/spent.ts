import type { Spend } from '@latchkey/storage'
import { selectGiven, type Writing } from './writing.js'

/**
 * A row among what was spent says until when a sweep has forgotten ids. It is no ceremony: no id has a tilde. It is
 * stored so far in the future that no sweep deletes it, and no one who drops old partitions.
 */
const forgottenId = '~forgotten'
export const farAhead = 1e15

/** The forgotten row, where it covers a spend: what expires no later than a forgotten ceremony may have been it. */
function selectCovering({ tables, dialect }: Writing): string {
  return `select id, expires_at from ${tables.spent} where id = '${forgottenId}' and expires_at >= ${dialect.integer(':bound')}`
}

/** From which expiry on the forgotten row covers one of them. */
export function boundOf(spend: readonly Spend[]): number {
  const earliest = Math.min(...spend.filter(({ code }) => !code).map(({ expiresAt }) => expiresAt))
  return Number.isFinite(earliest) ? earliest + farAhead : Number.MAX_SAFE_INTEGER
}

/**
 * PostgreSQL: the insert of what is spent. Where a sweep may have forgotten one of them, the row that says so is
 * inserted a second time: its key is taken, and the whole statement fails.
 */
export function insertSpends(writing: Writing, condition: string): string {
  const given = selectGiven(writing, { table: 'spent', columns: ['id', 'expires_at'], given: 'spends' })
  return `
    insert into ${writing.tables.spent} (id, expires_at)
    ${given} where ${condition} union all ${selectCovering(writing)}`
}

export function spentStatements(writing: Writing) {
  const { dialect, tables, prepare } = writing
  const insert = `insert into ${tables.spent} (id, expires_at)`
  return {
    /** As `insertSpends`, of one. MariaDB reads the forgotten row apart, or two transactions would wait for each other. */
    insert: prepare(
      dialect.name === 'mysql'
        ? `${insert} values (:id, :expires_at)`
        : `${insert}
           select :id, ${dialect.integer(':expires_at')} where ${dialect.ifChanged}
           union all ${selectCovering(writing)}`,
    ),
    selectCovering: prepare(`${selectCovering(writing)} ${dialect.shareLock}`),
    selectSpent: prepare(`select id from ${tables.spent} where id ${dialect.among('ids')} ${dialect.shareLock}`),
    find: prepare(`select id from ${tables.spent} where id = :id`),
    selectNewest: prepare(
      `select expires_at from ${tables.spent} where expires_at < :before order by expires_at desc limit 1`,
    ),
    selectForgotten: prepare(`select expires_at from ${tables.spent} where id = '${forgottenId}'`),
    // The row is replaced, not changed: its table may be partitioned by the column.
    deleteForgotten: prepare(`delete from ${tables.spent} where id = '${forgottenId}' and expires_at < :expires_at`),
    insertForgotten: prepare(`${insert} values ('${forgottenId}', :expires_at) ${dialect.orNothing}`),
  }
}

export type SpentStatements = ReturnType<typeof spentStatements>
