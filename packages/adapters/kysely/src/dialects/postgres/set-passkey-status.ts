import { sql } from 'kysely'
import { isSuspendedAt, organizationIdOf, withStatusAt } from '../../passkeys/suspended-by.js'
import { concatTexts } from '../concat-texts.js'
import type { OneStatement } from '../dialect.js'
import { eventsWhereChanged } from './events-where-changed.js'
import { lockAccountPart } from './lock-account-part.js'

export const setPasskeyStatus: OneStatement['setStatus'] = async (query, { target, change, events }) => {
  const { rpId, id, userId } = target
  const { status } = change
  const organizationId = organizationIdOf(change.scope)
  const isOfEnvironment = organizationId === undefined
  const setting = isOfEnvironment
    ? sql`status = ${status}`
    : sql`suspended_by = ${withStatusAt({ concat: concatTexts }, organizationId, status)}`
  const isOther = isOfEnvironment
    ? sql`status <> ${status}`
    : sql`(${isSuspendedAt(organizationId)}) = ${sql.lit(status === 'active')}`
  const parts = [
    lockAccountPart(target),
    sql`changed as (
      update latchkey_passkeys set ${setting} from account
      where rp_id = ${rpId} and id = ${id} and user_id = ${userId} and ${isOther}
      returning id
    )`,
    sql`counted as (
      update latchkey_accounts
      set active_count = active_count + ${sql.lit(isOfEnvironment ? (status === 'active' ? 1 : -1) : 0)} from changed
      where rp_id = ${rpId} and user_id = ${userId}
    )`,
    ...eventsWhereChanged(sql`changed`, events),
  ]
  const { rows } = await sql`with ${sql.join(parts)} select id from changed`.execute(query)
  return rows.length === 1
}
