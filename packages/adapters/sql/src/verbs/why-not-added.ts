import { type AddOptions, type AddOutcome, liftsTombstone, type PasskeyRecord, type Spend } from '@latchkey/storage'
import { type AccountRow, fromAccountRow } from '../rows/account-row.js'
import type { PasskeyWriting } from './passkeys.js'
import { codesOf, isAnySpent } from './spend.js'

/** What is to be added, and what was found out about it. */
export interface Adding {
  readonly passkey: PasskeyRecord
  readonly together: AddOptions
  /** What is remembered of its id, if it was removed. */
  readonly idHash: string
  /** What `createUser` has rejected with, which is your app's and passes through. */
  readonly rejections: Set<unknown>
  /** The statements of your app, where they are run in one batch with ours. */
  readonly hostBatch: unknown
}

/** What stands against it now, which may differ from what did a moment ago: the first in the order of the steps. */
export async function whyNotAdded(writing: PasskeyWriting, adding: Adding): Promise<AddOutcome | undefined> {
  const { database, passkeys } = writing
  const { passkey, together } = adding
  if (await isAnyGone(writing, passkey, together.spend)) return 'already_spent'
  const reason = await whyNotCounted(writing, adding)
  if (reason !== undefined) return reason
  const key = { rp_id: passkey.rpId, id: passkey.id }
  if ((await database.read(passkeys.findId(key))).length > 0) return 'duplicate'
  return adding.idHash === '' ? undefined : whyRemoved(writing, adding.idHash)
}

async function isAnyGone(
  writing: PasskeyWriting,
  { createdAt }: PasskeyRecord,
  spend: readonly Spend[],
): Promise<boolean> {
  if (await isAnySpent(writing, spend)) return true
  const codes = codesOf(spend)
  if (codes.length === 0) return false
  const redeemable = await writing.database.read(writing.add.selectRedeemable({ codes, at: createdAt }))
  return redeemable.length < codes.length
}

async function whyNotCounted(
  { database, accounts }: PasskeyWriting,
  { passkey, together: { accountVersion, limit } }: Adding,
): Promise<AddOutcome | undefined> {
  const key = { rp_id: passkey.rpId, user_id: passkey.userId }
  const [row] = await database.read<AccountRow>(accounts.findNow(key))
  if (row === undefined) return accountVersion === 0 ? limitOf(0, limit) : 'account_changed'
  const account = fromAccountRow(row)
  if (account.version !== accountVersion) return 'account_changed'
  const { purgedAt, userHandle } = account
  if (purgedAt !== undefined && !liftsTombstone[passkey.source]) return 'account_purged'
  const isHandleRight = purgedAt !== undefined || passkey.source === 'import' || userHandle === passkey.userHandle
  return isHandleRight ? limitOf(account.passkeyCount, limit) : 'account_changed'
}

function limitOf(count: number, limit: number): AddOutcome | undefined {
  return count < limit ? undefined : 'limit_reached'
}

async function whyRemoved(
  { database, removed }: PasskeyWriting,
  idHash: string,
): Promise<'account_purged' | 'removed_since' | undefined> {
  const [row] = await database.read<{ readonly reason: string }>(removed.findNow({ id_hash: idHash }))
  if (row === undefined) return undefined
  return row.reason === 'purged' ? 'account_purged' : 'removed_since'
}
