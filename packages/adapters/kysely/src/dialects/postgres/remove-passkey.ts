import { sql } from 'kysely'
import type { OneStatement } from '../dialect.js'
import { eventsWhereChanged } from './events-where-changed.js'
import { lockAccountPart } from './lock-account-part.js'

export const removePasskey: OneStatement['remove'] = async (
  query,
  target,
  { keepLastActive, unusableOthers = 0, events },
) => {
  const { rpId, id, userId } = target
  const isAllowed = keepLastActive ? sql`status = 'active' and account.active_count > ${unusableOthers + 1}` : sql`true`
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
    ...eventsWhereChanged(sql`removed`, events),
  ]
  const { rows } = await sql`with ${sql.join(parts)} select active_share from removed`.execute(query)
  return rows.length === 1
}
