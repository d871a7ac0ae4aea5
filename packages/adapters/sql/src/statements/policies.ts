import type { Writing } from './writing.js'

export function insertPolicy({ dialect, tables }: Writing): string {
  return `
    insert into ${tables.policies} (scope, enabled, policy, version, changed_at, changed_by)
    values (:scope, :enabled, :policy, :version, :changed_at, :changed_by) ${dialect.orNothing}`
}

export function replacePolicy({ tables }: Writing): string {
  return `
    update ${tables.policies} set
      enabled = :enabled, policy = :policy, version = :version, changed_at = :changed_at, changed_by = :changed_by
    where scope = :scope and version = :expected`
}

export function policyStatements({ dialect, tables, prepare }: Writing) {
  return { read: prepare(`select * from ${tables.policies} where scope ${dialect.among('scopes')}`) }
}
