import {
  type AccountRecord,
  type AddOptions,
  type AddOutcome,
  assertStorable,
  assertStorablePasskey,
  liftsTombstone,
  type PasskeyRecord,
} from '@latchkey/storage'
import { clearedPrompt, findAccount, keepAccount, newAccount } from './accounts.js'
import { isAnyCodeLost, useUpCodes } from './codes.js'
import type { Database } from './database.js'
import { toKeptPasskey } from './kept-bytes.js'
import { passkeyKey } from './keys.js'
import { registerPasskey } from './ownership.js'
import { removalOf } from './removed-ids.js'
import { isAnySpent, spendAll } from './spend.js'
import { storeEvents } from './store-events.js'

/** Makes all checks first, in the order of the contract, and then all writes: a refusal has written nothing. */
export function addPasskey(database: Database, passkey: PasskeyRecord, together: AddOptions): AddOutcome {
  const { spend, limit, accountVersion, raiseVersion = false, createUser, events } = together
  if (createUser !== undefined) throw new TypeError('LMDB is not the database of the host: createUser is not called.')
  assertStorablePasskey(passkey)
  for (const spent of spend) assertStorable(spent)

  return database.transact(() => {
    if (isAnySpent(database, spend) || isAnyCodeLost(database, spend, passkey.createdAt)) return 'already_spent'
    const account = accountFor(passkey, accountVersion, findAccount(database, passkey))
    if (typeof account === 'string') return account
    if (account.passkeyCount >= limit) return 'limit_reached'
    if (database.passkeys.get(passkeyKey(passkey.rpId, passkey.id)) !== undefined) return 'duplicate'
    const removal = passkey.source === 'import' ? removalOf(database, passkey) : undefined
    if (removal !== undefined) return removal.reason === 'purged' ? 'account_purged' : 'removed_since'

    spendAll(database, spend)
    useUpCodes(database, spend, passkey.createdAt)
    const version = account.version + (raiseVersion && accountVersion > 0 ? 1 : 0)
    keepAccount(database, { ...withOneMore(account, passkey), version })
    registerPasskey(database, toKeptPasskey(passkey))
    storeEvents(database, events)
    return 'added'
  })
}

/** The account of the passkey, created if there is none; else the reason why there is none for it. */
function accountFor(
  passkey: PasskeyRecord,
  accountVersion: number,
  account: AccountRecord | undefined,
): AccountRecord | 'account_changed' | 'account_purged' {
  const fresh = { ...passkey, at: passkey.createdAt }
  if (account === undefined) return accountVersion === 0 ? newAccount(fresh, 1) : 'account_changed'
  const { version, userHandle, purgedAt, addedCount } = account
  if (version !== accountVersion) return 'account_changed'
  if (purgedAt !== undefined)
    return liftsTombstone[passkey.source] ? { ...newAccount(fresh, version), addedCount } : 'account_purged'
  return passkey.source === 'import' || userHandle === passkey.userHandle ? account : 'account_changed'
}

function withOneMore(account: AccountRecord, { status }: PasskeyRecord): AccountRecord {
  return {
    ...account,
    passkeyCount: account.passkeyCount + 1,
    addedCount: account.addedCount + 1,
    activeCount: account.activeCount + (status === 'active' ? 1 : 0),
    prompt: clearedPrompt(account.prompt),
  }
}
