import { sql } from 'kysely'
import { isSuspendedByNone } from '../../passkeys/suspended-by.js'
import type { OneStatement } from '../dialect.js'
import { eventsWhereChanged } from './events-where-changed.js'
import { insertWhereChanged } from './insert-where-changed.js'
import { lockAccountPart } from './lock-account-part.js'

export const removePasskey: OneStatement['remove'] = async (query, { target, together, removed }) => {
  const { rpId, id, userId } = target
  const { keepLastActive, unusableOthers = 0, events } = together
  const isAllowed = keepLastActive
    ? sql`status = 'active' and ${isSuspendedByNone} and account.active_count > ${unusableOthers + 1}`
    : sql`true`
  const remembered = { table: 'latchkey_removed', rows: [removed], changed: sql`removed` } as const
  const parts = [
    lockAccountPart(target),
    sql`removed as (
      delete from latchkey_passkeys using account
      where rp_id = ${rpId} and id = ${id} and user_id = ${userId} and ${isAllowed}
      returning (status = 'active')::int as active_share
    )`,
    sql`counted as (
      update latchkey_accounts set
        passkey_count = passkey_count - 1,
        active_count = active_count - removed.active_share
      from removed
      where rp_id = ${rpId} and user_id = ${userId}
    )`,
    sql`remembered as (${insertWhereChanged({ ...remembered, onConflict: renewed })})`,
    ...eventsWhereChanged(sql`removed`, events),
  ]
  const { rows } = await sql`with ${sql.join(parts)} select active_share from removed`.execute(query)
  return rows.length === 1
}

const renewed = sql`on conflict (id_hash) do update set reason = excluded.reason, removed_at = excluded.removed_at`
