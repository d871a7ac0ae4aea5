import { sql } from 'kysely'
import type { OneStatement } from '../dialect.js'
import { eventsWhereChanged } from './events-where-changed.js'
import { lockAccountPart } from './lock-account-part.js'

export const setPasskeyStatus: OneStatement['setStatus'] = async (query, { target, status, events }) => {
  const { rpId, id, userId } = target
  const parts = [
    lockAccountPart(target),
    sql`changed as (
      update latchkey_passkeys set status = ${status} from account
      where rp_id = ${rpId} and id = ${id} and user_id = ${userId} and status <> ${status}
      returning id
    )`,
    sql`counted as (
      update latchkey_accounts set active_count = active_count + ${status === 'active' ? 1 : -1} from changed
      where rp_id = ${rpId} and user_id = ${userId}
    )`,
    ...eventsWhereChanged(sql`changed`, events),
  ]
  const { rows } = await sql`with ${sql.join(parts)} select id from changed`.execute(query)
  return rows.length === 1
}
