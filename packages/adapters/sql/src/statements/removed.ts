import type { Writing } from './writing.js'

const columns = 'id_hash, rp_id, reason, removed_at'

/** The insert of one removed id; one that is removed again is remembered from then. */
export function rememberRemoved({ dialect, tables }: Writing, condition: string): string {
  return `
    insert into ${tables.removed} (${columns})
    select :id_hash, :rp_id, :reason, ${dialect.integer(':removed_at')} ${dialect.fromNothing} where ${condition}
    ${dialect.orUpdate('id_hash')} reason = ${dialect.excluded('reason')}, removed_at = ${dialect.excluded('removed_at')}`
}

export function removedStatements(writing: Writing) {
  const { dialect, tables, prepare } = writing
  return {
    remember: prepare(rememberRemoved(writing, '1 = 1')),
    rememberIfChanged: prepare(rememberRemoved(writing, dialect.ifChanged)),
    select: prepare(`select * from ${tables.removed} where id_hash ${dialect.among('hashes')}`),
    findNow: prepare(`select reason from ${tables.removed} where id_hash = :id_hash ${dialect.shareLock}`),
    /**
     * An id that is free is remembered, and forgotten again, by a transaction that imports it: the key decides, not a
     * read, which may not see what was removed since the transaction began.
     */
    probe: prepare(`insert into ${tables.removed} (${columns}) values (:id_hash, :rp_id, 'removed', 0)`),
    deleteProbe: prepare(`delete from ${tables.removed} where id_hash = :id_hash and removed_at = 0`),
  }
}
