import {
  type AccountRecord,
  assertStorable,
  assertStorableCredentialId,
  assertStorablePageLimit,
  type Page,
  type PasskeyPageQuery,
  type PasskeyRecord,
  type PasskeyWithAccount,
  type UserPasskeys,
} from '@latchkey/storage'
import type { CredentialId, UserHandle } from '@latchkey/wire'
import { type Selectable, sql } from 'kysely'
import { fromAccountRow } from '../accounts/account-row.js'
import type { Database } from '../database/database.js'
import type { AccountTable, PasskeyTable } from '../schema/tables.js'
import { fromPasskeyRow } from './passkey-row.js'

/** The account's columns beside those of a passkey, renamed if both tables have one. */
const accountColumns = [
  'account.rp_id as account_rp_id',
  'account.user_id as account_user_id',
  'account.user_handle as account_user_handle',
  'account.created_at as account_created_at',
  'account.version',
  'account.passkey_count',
  'account.active_count',
  'account.prompt_declined_at',
  'account.prompt_declines',
  'account.prompt_never',
  'account.prompt_last_shown_at',
  'account.purged_at',
] as const

type AccountRow = Selectable<AccountTable>

interface JoinedAccount extends Omit<AccountRow, 'rp_id' | 'user_id' | 'user_handle' | 'created_at'> {
  readonly account_rp_id: string
  readonly account_user_id: string
  readonly account_user_handle: UserHandle
  readonly account_created_at: AccountRow['created_at']
}

export async function findPasskey(
  { read }: Database,
  rpId: string,
  id: CredentialId,
): Promise<PasskeyWithAccount | undefined> {
  assertStorable({ rpId })
  assertStorableCredentialId(id)
  const row = await read((query) =>
    query
      .selectFrom('latchkey_passkeys as passkey')
      .innerJoin('latchkey_accounts as account', (join) =>
        join.onRef('account.rp_id', '=', 'passkey.rp_id').onRef('account.user_id', '=', 'passkey.user_id'),
      )
      .selectAll('passkey')
      .select(accountColumns)
      .where('passkey.rp_id', '=', rpId)
      .where('passkey.id', '=', id)
      .executeTakeFirst(),
  )
  return row && { passkey: fromPasskeyRow(row), account: fromJoinedAccount(row) }
}

export async function listByUser({ read }: Database, rpId: string, userId: string): Promise<UserPasskeys> {
  assertStorable({ rpId, userId })
  const rows = await read((query) =>
    query
      .selectFrom('latchkey_accounts as account')
      .leftJoin('latchkey_passkeys as passkey', (join) =>
        join.onRef('passkey.rp_id', '=', 'account.rp_id').onRef('passkey.user_id', '=', 'account.user_id'),
      )
      .selectAll('passkey')
      .select(accountColumns)
      .where('account.rp_id', '=', rpId)
      .where('account.user_id', '=', userId)
      .orderBy('passkey.created_at')
      .orderBy('passkey.id')
      .execute(),
  )
  const passkeys = rows.filter(isPasskeyRow).map(fromPasskeyRow)
  const [first] = rows
  return first === undefined ? { passkeys } : { passkeys, account: fromJoinedAccount(first) }
}

export async function pagePasskeys(
  { read }: Database,
  { rpId, after = '', limit }: PasskeyPageQuery,
): Promise<Page<PasskeyRecord>> {
  assertStorablePageLimit(limit)
  assertStorable({ rpId })
  assertStorableCredentialId(after)
  const rows = await read((query) =>
    query
      .selectFrom('latchkey_passkeys')
      .selectAll()
      .where('rp_id', '=', rpId)
      .where(sql<boolean>`id > ${after}`)
      .orderBy('id')
      .limit(limit + 1)
      .execute(),
  )
  const items = rows.slice(0, limit).map(fromPasskeyRow)
  const last = items.at(-1)
  return last !== undefined && rows.length > limit ? { items, next: last.id } : { items }
}

/** A row of the left join; one without a passkey contains only the account. */
type LeftJoinedPasskey = { readonly [Column in keyof PasskeyTable]: Selectable<PasskeyTable>[Column] | null }

function isPasskeyRow<Row extends LeftJoinedPasskey>(row: Row): row is Row & Selectable<PasskeyTable> {
  return row.id !== null
}

function fromJoinedAccount(row: JoinedAccount): AccountRecord {
  return fromAccountRow({
    ...row,
    rp_id: row.account_rp_id,
    user_id: row.account_user_id,
    user_handle: row.account_user_handle,
    created_at: row.account_created_at,
  })
}
