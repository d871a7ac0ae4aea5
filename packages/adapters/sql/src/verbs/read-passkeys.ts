import {
  assertStorable,
  assertStorableCredentialId,
  assertStorableIdCount,
  assertStorablePageLimit,
  hashCredentialId,
  type Page,
  type PasskeyPageQuery,
  type PasskeyRecord,
  type PasskeyWithAccount,
  type RemovedId,
  type UserPasskeys,
} from '@latchkey/storage'
import type { CredentialId } from '@latchkey/wire'
import { fromJoinedAccount, type JoinedAccount } from '../rows/account-row.js'
import { fromPasskeyRow, type PasskeyRow } from '../rows/passkey-row.js'
import { type DriverNumber, toNumber } from '../values/driver-values.js'
import { pageOf } from './page-of.js'
import type { PasskeyWriting } from './passkeys.js'

export async function findPasskey(
  { database, passkeys }: PasskeyWriting,
  rpId: string,
  id: CredentialId,
): Promise<PasskeyWithAccount | undefined> {
  assertStorable({ rpId })
  assertStorableCredentialId(id)
  const [row] = await database.read<PasskeyRow & JoinedAccount>(passkeys.find({ rp_id: rpId, id }))
  return row && { passkey: fromPasskeyRow(row), account: fromJoinedAccount(row) }
}

/** A row of the left join; one without a passkey contains only the account. */
type LeftJoined = JoinedAccount & (PasskeyRow | { readonly [Column in keyof PasskeyRow]: null })

export async function listByUser(
  { database, passkeys }: PasskeyWriting,
  rpId: string,
  userId: string,
): Promise<UserPasskeys> {
  assertStorable({ rpId, userId })
  const rows = await database.read<LeftJoined>(passkeys.listByUser({ rp_id: rpId, user_id: userId }))
  const found = rows.flatMap((row) => (row.id === null ? [] : [fromPasskeyRow(row)]))
  const [first] = rows
  return first === undefined ? { passkeys: found } : { passkeys: found, account: fromJoinedAccount(first) }
}

export async function pagePasskeys(
  { database, passkeys }: PasskeyWriting,
  { rpId, after = '', limit }: PasskeyPageQuery,
): Promise<Page<PasskeyRecord>> {
  assertStorablePageLimit(limit)
  assertStorable({ rpId })
  assertStorableCredentialId(after)
  const rows = await database.read<PasskeyRow>(passkeys.page({ rp_id: rpId, after, limit: limit + 1 }))
  return pageOf(rows.map(fromPasskeyRow), limit, ({ id }) => id)
}

interface RemovedRow {
  readonly id_hash: string
  readonly reason: RemovedId['reason']
  readonly removed_at: DriverNumber
}

export async function findRemoved(
  { database, removed }: PasskeyWriting,
  rpId: string,
  ids: readonly CredentialId[],
): Promise<readonly RemovedId[]> {
  assertStorable({ rpId })
  for (const id of ids) assertStorableCredentialId(id)
  assertStorableIdCount(ids.length)
  if (ids.length === 0) return []
  const idOf = new Map<string, CredentialId>()
  for (const id of ids) idOf.set(await hashCredentialId(rpId, id), id)
  const rows = await database.read<RemovedRow>(removed.select({ hashes: [...idOf.keys()] }))
  return rows.flatMap(({ id_hash, reason, removed_at }) => {
    const id = idOf.get(id_hash)
    return id === undefined ? [] : [{ id, reason, removedAt: toNumber(removed_at) }]
  })
}
