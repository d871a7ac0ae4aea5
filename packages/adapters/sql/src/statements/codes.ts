import { codeColumns } from '../rows/code-row.js'
import { isRedeemable } from './add-passkey.js'
import { insertEvents } from './events.js'
import { demand, selectGiven, valuesOf, type Writing } from './writing.js'

const columns = codeColumns.join(', ')

function insertCodes(writing: Writing): string {
  const given = selectGiven(writing, { table: 'codes', columns: codeColumns, given: 'codes' })
  return `insert into ${writing.tables.codes} (${columns}) ${given}`
}

function createAtOnce(writing: Writing): string {
  return `
    with created as (
      ${insertCodes(writing)} returning id
    ), stored_events as (
      ${insertEvents(writing, 'exists (select from created)')}
    )
    select id from created`
}

/** The right hash takes a redemption, a wrong one a try. */
export function redeemCode({ tables }: Writing): string {
  return `
    update ${tables.codes} set
      tries_left = tries_left - case when hash = :hash then 0 else 1 end,
      redemptions_left = redemptions_left - case when hash = :hash then 1 else 0 end
    where id = :id and tries_left > 0 and redemptions_left > 0 and ${isRedeemable}`
}

export function deleteCode({ tables }: Writing): string {
  return `delete from ${tables.codes} where id = :id`
}

export function codeStatements(writing: Writing) {
  const { dialect, tables, prepare } = writing
  const ofSet = `${tables.codes} where rp_id = :rp_id and user_id = :user_id and purpose = :purpose`
  const ofUser = 'rp_id = :rp_id and user_id = :user_id'
  const addition = `${tables.accounts} where ${ofUser} and coalesce(added_count, 0) <> ${dialect.integer(':added_count')}`
  const isPostgres = dialect.name === 'postgres'
  return {
    createAtOnce: isPostgres ? prepare(createAtOnce(writing)) : undefined,
    insertAll: isPostgres ? prepare(insertCodes(writing)) : undefined,
    insert: prepare(`insert into ${tables.codes} (${columns}) values (${valuesOf(codeColumns)})`),
    find: prepare(`select * from ${tables.codes} where id = :id`),
    selectSet: prepare(`select * from ${ofSet}`),
    lockAccount: prepare(`select version from ${tables.accounts} where ${ofUser} for update`),
    /** A row if a passkey was added since the caller has read the account. */
    findAddition: prepare(`select 1 as is_added from ${addition} ${dialect.shareLock}`),
    demandNoAddition: prepare(demand(writing, `not exists (select 1 from ${addition})`)),
    deleteSet: prepare(`delete from ${ofSet}`),
    deleteOfUser: prepare(`delete from ${tables.codes} where rp_id = :rp_id and user_id = :user_id`),
    /**
     * Another transaction that replaces this set waits until this one ends. A set without codes has no row to lock, so
     * the lock is a row of its own: a rate window that has closed, which the next sweep deletes.
     */
    lockSet: prepare(`
      insert into ${tables.rates} ${dialect.asStored} (${dialect.key}, count, resets_at) values (:lock, 0, 0)
      ${dialect.orUpdate(dialect.key)} count = ${dialect.stored('count')} + 1`),
  }
}
