import type { Writing } from './writing.js'

export function insertPolicy({ dialect, tables }: Writing): string {
  return `
    insert into ${tables.stored_policies} (rp_id, scope, enabled, policy, version, changed_at, changed_by)
    values (:rp_id, :scope, :enabled, :policy, :version, :changed_at, :changed_by) ${dialect.orNothing}`
}

export function replacePolicy({ tables }: Writing): string {
  return `
    update ${tables.stored_policies} set
      enabled = :enabled, policy = :policy, version = :version, changed_at = :changed_at, changed_by = :changed_by
    where rp_id = :rp_id and scope = :scope and version = :expected`
}

export function policyStatements({ dialect, tables, prepare }: Writing) {
  return {
    read: prepare(`select * from ${tables.stored_policies} where rp_id = :rp_id and scope ${dialect.among('scopes')}`),
  }
}
