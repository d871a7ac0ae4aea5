import {
  type AccountRecord,
  type AddOptions,
  type AddOutcome,
  assertStorable,
  assertStorablePasskey,
  hashCredentialId,
  liftsTombstone,
  type PasskeyRecord,
  type Spend,
} from '@latchkey/storage'
import { clearedPrompt, findAccount, keepAccount, newAccount } from './accounts.js'
import { isRedeemable } from './codes.js'
import { copyPasskey } from './copy.js'
import { takeEvents } from './events.js'
import { keyOf, type MemoryState } from './state.js'

export async function addPasskey(
  state: MemoryState,
  passkey: PasskeyRecord,
  together: AddOptions,
): Promise<AddOutcome> {
  const { spend, limit, accountVersion, raiseVersion = false, createUser, events } = together
  if (createUser !== undefined)
    throw new TypeError('memoryStorage does not share the database of your app, so it cannot call createUser.')
  assertStorablePasskey(passkey)
  for (const spent of spend) assertStorable(spent)
  const keepEvents = takeEvents(state, events)
  const copy = copyPasskey(passkey)
  const ceremonies = spend.map((spent) => ({ ...spent }))
  const idHash = await hashCredentialId(passkey.rpId, passkey.id)
  // Nothing is awaited from here on.
  return addNow(state, {
    passkey: copy,
    idHash,
    keepEvents,
    together: { limit, accountVersion, raiseVersion, spend: ceremonies },
  })
}

interface Adding {
  readonly passkey: PasskeyRecord
  readonly idHash: string
  readonly keepEvents: () => void
  readonly together: Pick<AddOptions, 'limit' | 'accountVersion' | 'raiseVersion' | 'spend'>
}

function addNow(state: MemoryState, { passkey, idHash, keepEvents, together }: Adding): AddOutcome {
  const { limit, accountVersion, raiseVersion, spend } = together
  if (isSpent(state, spend) || !areRedeemable(state, spend, passkey.createdAt)) return 'already_spent'
  const account = accountFor(passkey, accountVersion, findAccount(state, passkey))
  if (typeof account === 'string') return account
  if (account.passkeyCount >= limit) return 'limit_reached'
  if (state.passkeys.has(keyOf(passkey.rpId, passkey.id))) return 'duplicate'
  const removed = passkey.source === 'import' ? state.removed.get(idHash) : undefined
  if (removed !== undefined) return removed.reason === 'purged' ? 'account_purged' : 'removed_since'

  keepEvents()
  spendAll(state, spend, passkey.createdAt)
  const version = account.version + (raiseVersion && accountVersion > 0 ? 1 : 0)
  keepAccount(state, { ...withOneMore(account, passkey), version })
  const key = keyOf(passkey.rpId, passkey.id)
  state.passkeys.set(key, passkey)
  state.idHashes.set(key, idHash)
  keysOf(state, passkey).add(key)
  return 'added'
}

function keysOf({ keysByUser }: MemoryState, { rpId, userId }: PasskeyRecord): Set<string> {
  const user = keyOf(rpId, userId)
  const keys = keysByUser.get(user) ?? new Set()
  keysByUser.set(user, keys)
  return keys
}

/** Spent before, perhaps so long ago that a sweep has forgotten it, or named twice in one call. */
export function isSpent(state: MemoryState, spend: readonly Spend[]): boolean {
  const ids = new Set(spend.map(({ id }) => id))
  return ids.size < spend.length || spend.some((spent) => state.spent.has(spent.id) || mayBeForgotten(state, spent))
}

/** A code is remembered as used in its own record. */
function mayBeForgotten({ forgottenUntil }: MemoryState, { expiresAt, code }: Spend): boolean {
  return code === undefined && expiresAt <= forgottenUntil
}

function spendAll(state: MemoryState, spend: readonly Spend[], usedAt: number): void {
  for (const { id, expiresAt, code } of spend) {
    state.spent.set(id, expiresAt)
    const kept = code && state.codes.get(id)
    if (kept) state.codes.set(id, { ...kept, usedAt })
  }
}

/** The codes among the spends. */
function areRedeemable(state: MemoryState, spend: readonly Spend[], at: number): boolean {
  return spend.every(({ id, code }) => !code || isRedeemable(state.codes.get(id), at))
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

function withOneMore(account: AccountRecord, passkey: PasskeyRecord): AccountRecord {
  return {
    ...account,
    passkeyCount: account.passkeyCount + 1,
    addedCount: account.addedCount + 1,
    activeCount: account.activeCount + (passkey.status === 'active' ? 1 : 0),
    prompt: clearedPrompt(account.prompt),
  }
}
