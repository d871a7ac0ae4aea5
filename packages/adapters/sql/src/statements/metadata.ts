import type { Writing } from './writing.js'

export function insertMetadata({ dialect, tables }: Writing): string {
  return `
    insert into ${tables.metadata} (root, no, digest, accepted_at)
    values (:root, :no, :digest, :accepted_at) ${dialect.orNothing}`
}

export function replaceMetadata({ tables }: Writing): string {
  return `
    update ${tables.metadata} set no = :no, digest = :digest, accepted_at = :accepted_at
    where root = :root and no = :expected_no and digest = :expected_digest`
}

export function metadataStatements({ tables, prepare }: Writing) {
  return { read: prepare(`select * from ${tables.metadata} where root = :root`) }
}
