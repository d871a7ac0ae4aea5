import { passkeyColumns } from '../rows/passkey-row.js'
import { clearedAnswers } from './accounts.js'
import { insertEvents } from './events.js'
import { insertSpends } from './spent.js'
import { demand, selectGiven, valuesOf, type Writing } from './writing.js'

/*
 * The account, created or counted up, decides: with all conditions that are left then. Each part after it changes
 * something only if it has; a taken key undoes all of them.
 */

/** A code that can be used. */
export const isRedeemable = '(used_at is null and (expires_at is null or expires_at > :at))'

function makeAccount({ dialect, tables }: Writing, conditions: string): string {
  const { integer } = dialect
  return `
    insert into ${tables.accounts} (
      rp_id, user_id, user_handle, version, passkey_count, active_count, added_count,
      prompt_declines, prompt_never, created_at
    )
    select :rp_id, :user_id, :user_handle, 1, 1, ${integer(':active_share')}, 1, 0, 0, ${integer(':created_at')}
    ${dialect.fromNothing} where ${integer(':limit')} >= 1 and ${conditions}
    ${dialect.orNothing}`
}

/** `user_handle` and `created_at` go before `purged_at`: MySQL changes the columns in their order. */
function countInOrLift({ tables }: Writing, conditions: string): string {
  return `
    update ${tables.accounts} set
      version = version + :raise, passkey_count = passkey_count + 1, active_count = active_count + :active_share,
      added_count = coalesce(added_count, 0) + 1,
      ${clearedAnswers},
      user_handle = case when purged_at is null then user_handle else :user_handle end,
      created_at = case when purged_at is null then created_at else :created_at end,
      purged_at = null
    where rp_id = :rp_id and user_id = :user_id and version = :account_version and passkey_count < :limit
      and (
        purged_at is null and (:is_import = 1 or user_handle = :user_handle)
        or purged_at is not null and :lifts = 1
      )
      and ${conditions}`
}

/** The codes, the account, what is spent, the passkey and the events in one statement. */
function addAtOnce(writing: Writing, account: typeof makeAccount, isDemanded = false): string {
  const { dialect, tables } = writing
  const isCounted = 'exists (select from counted)'
  const columns = passkeyColumns.join(', ')
  const passkey = selectGiven(writing, { table: 'passkeys', columns: passkeyColumns, given: 'passkey' })
  return `
    with usable as (
      select id from ${tables.codes} where id ${dialect.among('codes')} and ${isRedeemable} for no key update
    ), counted as (
      ${account(writing, '(select count(*) from usable) = :code_count')} returning user_id
    ), spending as (
      ${insertSpends(writing, isCounted)}
    ), redeemed as (
      update ${tables.codes} set used_at = :at where id in (select id from usable) and ${isCounted}
    ), added as (
      insert into ${tables.passkeys} (${columns}) ${passkey} where ${isCounted}
    ), probed as (
      insert into ${tables.removed} (id_hash, rp_id, reason, removed_at)
      select :id_hash, :rp_id, 'removed', 0 where :is_import = 1 and ${isCounted}
    ), stored_events as (
      ${insertEvents(writing, isCounted)}
    )${isDemanded ? `, demanded as (${demand(writing, isCounted)})` : ''}
    select user_id from counted`
}

/** Of a batch: all that could be against it. */
function conditionsOfBatch({ dialect, tables }: Writing): string {
  return `
    (select count(*) from ${tables.codes} where id ${dialect.among('codes')} and ${isRedeemable}) = :code_count
    and not exists (select 1 from ${tables.removed} where id_hash = :id_hash and :is_import = 1)`
}

export function addStatements(writing: Writing) {
  const { dialect, tables, prepare } = writing
  const { name, ifChanged, fromNothing } = dialect
  const insert = `insert into ${tables.passkeys} (${passkeyColumns.join(', ')})`
  const conditions = name === 'sqlite' ? conditionsOfBatch(writing) : '1 = 1'
  return {
    makeAtOnce: name === 'postgres' ? prepare(addAtOnce(writing, makeAccount)) : undefined,
    countInAtOnce: name === 'postgres' ? prepare(addAtOnce(writing, countInOrLift)) : undefined,
    /** The same, and they fail instead of changing nothing, which undoes the statements of your app in the same batch. */
    demandMakeAtOnce: name === 'postgres' ? prepare(addAtOnce(writing, makeAccount, true)) : undefined,
    demandCountInAtOnce: name === 'postgres' ? prepare(addAtOnce(writing, countInOrLift, true)) : undefined,
    demandInserted: prepare(demand(writing, ifChanged)),
    make: prepare(makeAccount(writing, conditions)),
    countIn: prepare(countInOrLift(writing, conditions)),
    redeem: prepare(
      `update ${tables.codes} set used_at = :at where id ${dialect.among('codes')} and ${isRedeemable} and ${ifChanged}`,
    ),
    insert: prepare(`${insert} select ${valuesOf(passkeyColumns)} ${fromNothing} where ${ifChanged}`),
    selectRedeemable: prepare(
      `select id from ${tables.codes} where id ${dialect.among('codes')} and ${isRedeemable} ${dialect.shareLock}`,
    ),
  }
}
