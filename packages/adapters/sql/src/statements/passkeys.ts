import { joinedAccountColumns } from '../rows/account-row.js'
import { demand, selectGiven, type Writing } from './writing.js'

/** Whether no organization has suspended it. */
export const isSuspendedByNone = "coalesce(suspended_by, ' ') = ' '"

/** Whether the organization of this suspension, if any, has not suspended it. */
export const isActiveThere = "coalesce(suspended_by, ' ') = replace(coalesce(suspended_by, ' '), :suspension, ' ')"

export const passkeyByOwner = 'rp_id = :rp_id and id = :id and user_id = :user_id'

export function renamePasskey({ tables }: Writing): string {
  return `update ${tables.passkeys} set name = :name where ${passkeyByOwner}`
}

/** What every change of a passkey changes: each sign-in counts. */
const changing = ['id', 'sign_in_count', 'name', 'status', 'suspended_by'] as const

/** Whether the passkeys of the user are those of the JSON array `seen`, of which there are `count`. */
function areSame(writing: Writing, ofUser: string): string {
  const { dialect, tables } = writing
  const seen = selectGiven(writing, { table: 'passkeys', columns: changing, given: 'seen' })
  const isSeen = `exists (
    select 1 from (${seen}) as seen
    where seen.id = passkey.id and seen.sign_in_count = passkey.sign_in_count and seen.name = passkey.name
      and seen.status = passkey.status and coalesce(seen.suspended_by, ' ') = coalesce(passkey.suspended_by, ' ')
  )`
  return `(select count(*) from ${tables.passkeys} as passkey ${ofUser} and ${isSeen}) = ${dialect.integer(':count')}
    and (select count(*) from ${tables.passkeys} ${ofUser}) = ${dialect.integer(':count')}`
}

export function passkeyStatements(writing: Writing) {
  const { dialect, tables, prepare } = writing
  const sameUser = 'passkey.rp_id = account.rp_id and passkey.user_id = account.user_id'
  const ofUser = 'where rp_id = :rp_id and user_id = :user_id'
  return {
    find: prepare(`
      select passkey.*, ${joinedAccountColumns}
      from ${tables.passkeys} as passkey join ${tables.accounts} as account on ${sameUser}
      where passkey.rp_id = :rp_id and passkey.id = :id`),
    listByUser: prepare(`
      select passkey.*, ${joinedAccountColumns}
      from ${tables.accounts} as account left join ${tables.passkeys} as passkey on ${sameUser}
      where account.rp_id = :rp_id and account.user_id = :user_id
      order by passkey.created_at, passkey.id`),
    page: prepare(`select * from ${tables.passkeys} where rp_id = :rp_id and id > :after order by id limit :limit`),
    findOwned: prepare(`select name from ${tables.passkeys} where ${passkeyByOwner}`),
    findId: prepare(`select id from ${tables.passkeys} where rp_id = :rp_id and id = :id ${dialect.shareLock}`),
    /** What a sign-in depends on, as it is now. */
    findUsed: prepare(`
      select passkey.status, passkey.suspended_by, passkey.sign_count, account.version
      from ${tables.passkeys} as passkey join ${tables.accounts} as account on ${sameUser}
      where passkey.rp_id = :rp_id and passkey.id = :id and passkey.user_id = :user_id ${dialect.shareLock}`),
    selectOfUser: prepare(`select * from ${tables.passkeys} ${ofUser} order by created_at, id`),
    demandSame: prepare(demand(writing, areSame(writing, ofUser))),
    deleteOfUser: prepare(`delete from ${tables.passkeys} ${ofUser}`),
  }
}
