import { type AddOptions, liftsTombstone, type PasskeyRecord, type Spend } from '@latchkey/storage'
import { type RawBuilder, sql } from 'kysely'
import { clearedAnswers } from '../../accounts/account-row.js'
import { activeShare, toPasskeyRow } from '../../passkeys/passkey-row.js'
import { codesOf } from '../../spent/spend.js'
import type { OneStatement } from '../dialect.js'
import { eventsWhereChanged } from './events-where-changed.js'
import { insertSpentPart } from './insert-spent-part.js'
import { insertWhereChanged } from './insert-where-changed.js'

/**
 * For any passkey except an import, whose id must not have been removed: a statement does not see what another
 * removes meanwhile. Each part changes something only if the one before it has; a taken key undoes all of them. The
 * account, created or counted up under the lock of its row, decides.
 */
export const addPasskey: OneStatement['add'] = async (query, passkey, together) => {
  const { accountVersion, spend, events } = together
  const parts = [
    ...lockCodes(passkey, spend),
    sql`counted as (${accountVersion === 0 ? makeAccount(passkey, together) : countInOrLift(passkey, together)})`,
    ...spendWhereCounted(passkey, spend),
    sql`added as (${insertWhereChanged({ table: 'latchkey_passkeys', rows: [passkeyRow(passkey)], changed: sql`counted` })})`,
    ...eventsWhereChanged(sql`counted`, events),
  ]
  const { rows } = await sql`with ${sql.join(parts)} select user_id from counted`.execute(query)
  return rows.length === 1
}

function makeAccount(passkey: PasskeyRecord, { limit, spend }: AddOptions): RawBuilder<unknown> {
  const { rpId, userId, userHandle, createdAt } = passkey
  return sql`
    insert into latchkey_accounts (
      rp_id, user_id, user_handle, version, passkey_count, active_count, prompt_declines, prompt_never, created_at
    )
    select ${rpId}, ${userId}, ${userHandle}, 1, 1, ${activeShare(passkey)}::bigint, 0, 0, ${createdAt}::bigint
    where ${limit}::bigint >= 1 and ${areRedeemable(spend)}
    on conflict (rp_id, user_id) do nothing
    returning user_id`
}

function countInOrLift(
  passkey: PasskeyRecord,
  { accountVersion, raiseVersion = false, limit, spend }: AddOptions,
): RawBuilder<unknown> {
  const { rpId, userId, userHandle, createdAt, source } = passkey
  const isLifted = liftsTombstone[source] ? sql`purged_at is not null` : sql`false`
  return sql`
    update latchkey_accounts set
      version = version + ${sql.lit(raiseVersion ? 1 : 0)},
      passkey_count = passkey_count + 1, active_count = active_count + ${activeShare(passkey)}::bigint, ${cleared},
      user_handle = case when purged_at is null then user_handle else ${userHandle} end,
      created_at = case when purged_at is null then created_at else ${createdAt}::bigint end,
      purged_at = null
    where rp_id = ${rpId} and user_id = ${userId} and version = ${accountVersion}
      and passkey_count < ${limit} and (${isLifted} or (purged_at is null and user_handle = ${userHandle}))
      and ${areRedeemable(spend)}
    returning user_id`
}

const cleared = sql.join(
  Object.entries(clearedAnswers).map(([column, value]) => sql`${sql.ref(column)} = ${sql.lit(value)}`),
)

/** The usable codes among the spends; a competing transaction waits, and then finds the code used. */
function lockCodes({ createdAt }: PasskeyRecord, spend: readonly Spend[]): readonly RawBuilder<unknown>[] {
  const ids = codesOf(spend)
  if (ids.length === 0) return []
  return [
    sql`codes as (
      select id from latchkey_codes
      where id in (${sql.join(ids)}) and used_at is null and (expires_at is null or expires_at > ${createdAt})
      for no key update
    )`,
  ]
}

function areRedeemable(spend: readonly Spend[]): RawBuilder<unknown> {
  const ids = codesOf(spend)
  return ids.length === 0 ? sql`true` : sql`(select count(*) from codes) = ${sql.lit(ids.length)}`
}

/** Marks the spends, and those of them that are codes. */
function spendWhereCounted({ createdAt }: PasskeyRecord, spend: readonly Spend[]): readonly RawBuilder<unknown>[] {
  const [first, ...others] = spend
  if (first === undefined) return []
  const spent = insertSpentPart([first, ...others], sql`counted`)
  if (codesOf(spend).length === 0) return [spent]
  return [
    spent,
    sql`redeemed as (
      update latchkey_codes set used_at = ${createdAt}
      where id in (select id from codes) and exists (select from counted)
    )`,
  ]
}

/** Bytes in PostgreSQL's own notation. */
function passkeyRow(passkey: PasskeyRecord): object {
  return { ...toPasskeyRow(passkey), public_key: `\\x${Buffer.from(passkey.publicKey).toString('hex')}` }
}
