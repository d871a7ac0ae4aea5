import type { Spend } from '@latchkey/storage'
import { type RawBuilder, sql } from 'kysely'
import { coveringRow } from '../../spent/forgotten.js'
import { insertWhereChanged } from './insert-where-changed.js'

/**
 * The insert of what is spent. Where a sweep may have forgotten one of them, the row that says so is inserted a second
 * time: its key is taken, and the whole statement fails.
 */
export function insertSpentPart(
  spend: readonly [Spend, ...Spend[]],
  changed: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const [first, ...others] = spend
  const rows = [toRow(first), ...others.map(toRow)] as const
  return sql`spent as (
    ${insertWhereChanged({ table: 'latchkey_spent', rows, changed })} union all ${coveringRow(spend)}
  )`
}

function toRow({ id, expiresAt }: Spend): object {
  return { id, expires_at: expiresAt }
}
