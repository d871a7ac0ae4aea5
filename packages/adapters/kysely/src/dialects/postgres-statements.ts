import type { AddTogether, EventRecord, PasskeyRecord, Spend } from '@latchkey/storage'
import { type RawBuilder, sql } from 'kysely'
import { clearedAnswers } from '../account-row.js'
import { toEventRow } from '../keep-events.js'
import { fromBoolean } from '../kept-values.js'
import { toPasskeyRow } from '../passkeys/passkey-row.js'
import type { OneStatement } from './dialect.js'
import { codeOf } from './error-code.js'

/**
 * The whole verb as one statement: each part changes something only where the part before it has. The first part
 * decides, under the lock of the row it changes. A key that is taken undoes all of it.
 */
export const recordUseInOneStatement: OneStatement['recordUse'] = async (query, use) => {
  const { rpId, id, userId, spend, accountVersion, expectedSignCount, change, events } = use
  return unlessTaken({ latchkey_spent_pkey: 'already_spent' }, async () => {
    const { rows } = await sql<{ id: string }>`
      with used as (
        update latchkey_passkeys set
          sign_count = ${Math.max(expectedSignCount, change.signCount)},
          sign_in_count = sign_in_count + 1,
          last_used_at = ${change.lastUsedAt},
          backup_eligible = ${fromBoolean(change.backupEligible)},
          backed_up = ${fromBoolean(change.backedUp)},
          user_verified = greatest(user_verified, ${fromBoolean(change.userVerified)})
        where rp_id = ${rpId} and id = ${id} and user_id = ${userId}
          and status = 'active' and sign_count = ${expectedSignCount}
          and exists (
            select 1 from latchkey_accounts
            where rp_id = ${rpId} and user_id = ${userId} and version = ${accountVersion}
          )
        returning id
      ), spent as (
        ${spendAfter(sql`used`, [spend])}
      ), told as (
        ${tellAfter(sql`used`, events)}
      )
      select id from used
    `.execute(query)
    return rows.length === 1 ? 'recorded' : 'refused'
  })
}

/** As above; a new account, or the count of one there is, decides. */
export const addInOneStatement: OneStatement['add'] = async (query, passkey, together) => {
  const { spend, events } = together
  return unlessTaken({ latchkey_spent_pkey: 'already_spent', latchkey_passkeys_key: 'duplicate' }, async () => {
    const { rows } = await sql<{ id: string }>`
      with counted as (
        ${countIn(passkey, together)}
      ), spent as (
        ${spendAfter(sql`counted`, spend)}
      ), kept as (
        insert into latchkey_passkeys
        select passkey.* from counted, json_populate_record(null::latchkey_passkeys, ${passkeyJson(passkey)}) as passkey
        where (select count(*) from spent) = ${spend.length}
        returning id
      ), redeemed as (
        update latchkey_codes set used_at = ${passkey.createdAt}
        from kept where latchkey_codes.id = any(${spend.map(({ id }) => id)})
      ), told as (
        ${tellAfter(sql`kept`, events)}
      )
      select id from kept
    `.execute(query)
    return rows.length === 1 ? 'added' : 'refused'
  })
}

function countIn(passkey: PasskeyRecord, { accountVersion, limit }: AddTogether): RawBuilder<unknown> {
  const active = fromBoolean(passkey.status === 'active')
  return accountVersion === 0
    ? makeOrRevive(passkey, active, limit)
    : countInOrRevive(passkey, active, { accountVersion, limit })
}

function makeOrRevive(passkey: PasskeyRecord, active: number, limit: number): RawBuilder<unknown> {
  return sql`
    insert into latchkey_accounts (
      rp_id, user_id, user_handle, version, passkey_count, active_count, prompt_declines, prompt_never, created_at
    )
    select ${passkey.rpId}, ${passkey.userId}, ${passkey.userHandle}, 1, 1, ${active}::bigint, 0, 0, ${passkey.createdAt}::bigint
    where ${limit}::bigint >= 1
    on conflict (rp_id, user_id) do update set
      user_handle = excluded.user_handle, passkey_count = 1, active_count = excluded.active_count,
      ${cleared}, created_at = excluded.created_at, purged_at = null
    where latchkey_accounts.purged_at is not null
    returning user_id`
}

function countInOrRevive(
  passkey: PasskeyRecord,
  active: number,
  { accountVersion, limit }: Pick<AddTogether, 'accountVersion' | 'limit'>,
): RawBuilder<unknown> {
  const isRightHandle = passkey.source === 'import' ? sql`true` : sql`user_handle = ${passkey.userHandle}`
  return sql`
    update latchkey_accounts set
      passkey_count = passkey_count + 1, active_count = active_count + ${active}::bigint, ${cleared},
      user_handle = case when purged_at is null then user_handle else ${passkey.userHandle} end,
      created_at = case when purged_at is null then created_at else ${passkey.createdAt}::bigint end,
      purged_at = null
    where rp_id = ${passkey.rpId} and user_id = ${passkey.userId} and version = ${accountVersion}
      and passkey_count < ${limit} and (purged_at is not null or ${isRightHandle})
    returning user_id`
}

const cleared = sql.join(
  Object.entries(clearedAnswers).map(([column, value]) => sql`${sql.ref(column)} = ${sql.lit(value)}`),
)

function spendAfter(part: RawBuilder<unknown>, spend: readonly Spend[]): RawBuilder<unknown> {
  const rows = JSON.stringify(spend.map(({ id, expiresAt }) => ({ id, expires_at: expiresAt })))
  return sql`
    insert into latchkey_spent
    select spent.* from ${part}, json_populate_recordset(null::latchkey_spent, ${rows}) as spent
    returning id`
}

function tellAfter(part: RawBuilder<unknown>, events: readonly EventRecord[]): RawBuilder<unknown> {
  const rows = JSON.stringify(events.map(toEventRow))
  return sql`
    insert into latchkey_events
    select event.* from ${part}, json_populate_recordset(null::latchkey_events, ${rows}) as event`
}

/** Bytes as PostgreSQL writes them. */
function passkeyJson(passkey: PasskeyRecord): string {
  const hexadecimal = Buffer.from(passkey.publicKey).toString('hex')
  return JSON.stringify({ ...toPasskeyRow(passkey), public_key: `\\x${hexadecimal}` })
}

const uniqueViolation = '23505'

/** Runs the statement; a key that is taken becomes the answer that the name of its constraint stands for. */
async function unlessTaken<const Outcome, const Taken>(
  answers: Readonly<Record<string, Taken>>,
  statement: () => Promise<Outcome>,
): Promise<Outcome | Taken> {
  try {
    return await statement()
  } catch (error) {
    const constraint = codeOf(error) === uniqueViolation ? String(Object(error).constraint) : ''
    const answer = answers[constraint]
    if (answer === undefined) throw error
    return answer
  }
}
