import type { AccountRecord } from '@latchkey/storage'
import type { UserHandle } from '@latchkey/wire'
import { type DriverNumber, toBoolean, toNumber } from '../values/driver-values.js'

/** A row of the accounts, as drivers return it. */
export interface AccountRow extends AccountCounts {
  readonly rp_id: string
  readonly user_id: string
  readonly user_handle: UserHandle
  readonly created_at: DriverNumber
}

interface AccountCounts {
  readonly version: DriverNumber
  readonly passkey_count: DriverNumber
  readonly active_count: DriverNumber
  /** No value in a row of before there were any. */
  readonly added_count: DriverNumber | null
  readonly prompt_declined_at: DriverNumber | null
  readonly prompt_declines: DriverNumber
  readonly prompt_never: DriverNumber
  readonly prompt_last_shown_at: DriverNumber | null
  readonly purged_at: DriverNumber | null
  readonly grace_until: DriverNumber | null
}

/** The account beside a passkey: columns that both have are renamed. */
export interface JoinedAccount extends AccountCounts {
  readonly account_rp_id: string
  readonly account_user_id: string
  readonly account_user_handle: UserHandle
  readonly account_created_at: DriverNumber
}

/** The account's columns beside those of a passkey. */
export const joinedAccountColumns = `
  account.rp_id as account_rp_id,
  account.user_id as account_user_id,
  account.user_handle as account_user_handle,
  account.created_at as account_created_at,
  account.version,
  account.passkey_count,
  account.active_count,
  account.added_count,
  account.prompt_declined_at,
  account.prompt_declines,
  account.prompt_never,
  account.prompt_last_shown_at,
  account.purged_at,
  account.grace_until`

export function fromAccountRow(row: AccountRow): AccountRecord {
  return {
    rpId: row.rp_id,
    userId: row.user_id,
    userHandle: row.user_handle,
    createdAt: toNumber(row.created_at),
    ...fromCounts(row),
  }
}

export function fromJoinedAccount(row: JoinedAccount): AccountRecord {
  return {
    rpId: row.account_rp_id,
    userId: row.account_user_id,
    userHandle: row.account_user_handle,
    createdAt: toNumber(row.account_created_at),
    ...fromCounts(row),
  }
}

function fromCounts(row: AccountCounts): Omit<AccountRecord, 'rpId' | 'userId' | 'userHandle' | 'createdAt'> {
  return {
    version: toNumber(row.version),
    passkeyCount: toNumber(row.passkey_count),
    activeCount: toNumber(row.active_count),
    addedCount: toNumber(row.added_count ?? 0),
    prompt: {
      declines: toNumber(row.prompt_declines),
      never: toBoolean(row.prompt_never),
      ...(row.prompt_declined_at !== null && { declinedAt: toNumber(row.prompt_declined_at) }),
      ...(row.prompt_last_shown_at !== null && { lastShownAt: toNumber(row.prompt_last_shown_at) }),
    },
    ...(row.grace_until !== null && { graceUntil: toNumber(row.grace_until) }),
    ...(row.purged_at !== null && { purgedAt: toNumber(row.purged_at) }),
  }
}

/** The account of a row that the previous statement created or changed. */
export function demandAccount(row: AccountRow | undefined): AccountRecord {
  if (row === undefined) throw new Error('The account disappeared inside its own transaction.')
  return fromAccountRow(row)
}
