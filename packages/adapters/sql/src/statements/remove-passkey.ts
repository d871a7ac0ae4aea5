import { insertEvents } from './events.js'
import { isSuspendedByNone, passkeyByOwner } from './passkeys.js'
import { rememberRemoved } from './removed.js'
import type { Writing } from './writing.js'

const isUsable = `(:keep_last = 0 or status = 'active' and ${isSuspendedByNone})`

/** Whether no passkey was added since the caller has read the account; -1 does not compare. */
function isUnchanged({ dialect }: Writing, stored: string): string {
  const given = dialect.integer(':added_count')
  return `(${given} = -1 or coalesce(${stored}, 0) = ${given})`
}

function removeAtOnce(writing: Writing): string {
  const { tables } = writing
  const isRemoved = 'exists (select from gone)'
  return `
    with locked as (
      select active_count, added_count from ${tables.accounts}
      where rp_id = :rp_id and user_id = :user_id for no key update
    ), gone as (
      delete from ${tables.passkeys} using locked
      where ${passkeyByOwner} and ${isUsable} and (:keep_last = 0 or locked.active_count > :others + 1)
        and ${isUnchanged(writing, 'locked.added_count')}
      returning case when status = 'active' then 1 else 0 end as active_share
    ), counted as (
      update ${tables.accounts} set
        passkey_count = passkey_count - 1, active_count = active_count - gone.active_share
      from gone where rp_id = :rp_id and user_id = :user_id
    ), remembered as (
      ${rememberRemoved(writing, isRemoved)}
    ), stored_events as (
      ${insertEvents(writing, isRemoved)}
    )
    select active_share from gone`
}

/** Of a transaction: its first change, which decides. */
function countOut(writing: Writing): string {
  const { tables } = writing
  return `
    update ${tables.accounts} set
      passkey_count = passkey_count - 1,
      active_count = active_count - (
        select case when status = 'active' then 1 else 0 end from ${tables.passkeys} where ${passkeyByOwner}
      )
    where rp_id = :rp_id and user_id = :user_id and (:keep_last = 0 or active_count > :others + 1)
      and ${isUnchanged(writing, 'added_count')} and exists (select 1 from ${tables.passkeys} where ${passkeyByOwner} and ${isUsable})`
}

export function removeStatements(writing: Writing) {
  const { dialect, tables, prepare } = writing
  return {
    atOnce: dialect.name === 'postgres' ? prepare(removeAtOnce(writing)) : undefined,
    countOut: prepare(countOut(writing)),
    delete: prepare(`delete from ${tables.passkeys} where ${passkeyByOwner} and ${dialect.ifChanged}`),
  }
}
