import {
  type AccountRecord,
  type AddOptions,
  type AddOutcome,
  assertStorable,
  assertStorableCredentialId,
  type PasskeyRecord,
  type Spend,
} from '@latchkey/storage'
import { clearedPrompt, findAccount, keepAccount, newAccount } from './accounts.js'
import { isRedeemable } from './codes.js'
import { copyPasskey } from './copy.js'
import { takeEvents } from './events.js'
import { keyOf, type MemoryState } from './state.js'

export function addPasskey(state: MemoryState, passkey: PasskeyRecord, together: AddOptions): AddOutcome {
  const { spend, limit, accountVersion, createUser, events } = together
  if (createUser !== undefined) throw new TypeError('Memory is not the database of the host: createUser is not called.')
  for (const record of [passkey, ...spend]) assertStorable(record)
  assertStorableCredentialId(passkey.id)
  const keepEvents = takeEvents(state, events)
  const copy = copyPasskey(passkey)

  if (isSpent(state, spend) || !areRedeemable(state, spend, passkey.createdAt)) return 'already_spent'
  const account = accountFor(passkey, accountVersion, findAccount(state, passkey))
  if (account === undefined) return 'account_changed'
  if (account.passkeyCount >= limit) return 'limit_reached'
  if (state.passkeys.has(keyOf(passkey.rpId, passkey.id))) return 'duplicate'

  keepEvents()
  spendAll(state, spend, passkey.createdAt)
  keepAccount(state, withOneMore(account, passkey))
  state.passkeys.set(keyOf(passkey.rpId, passkey.id), copy)
  return 'added'
}

/** Spent before, or named twice in one call. */
export function isSpent(state: MemoryState, spend: readonly Spend[]): boolean {
  const ids = new Set(spend.map(({ id }) => id))
  return ids.size < spend.length || spend.some(({ id }) => state.spent.has(id))
}

function spendAll(state: MemoryState, spend: readonly Spend[], usedAt: number): void {
  for (const { id, expiresAt, code } of spend) {
    state.spent.set(id, expiresAt)
    const kept = code && state.codes.get(id)
    if (kept) state.codes.set(id, { ...kept, usedAt })
  }
}

/** Those of them that are codes. */
function areRedeemable(state: MemoryState, spend: readonly Spend[], at: number): boolean {
  return spend.every(({ id, code }) => !code || isRedeemable(state.codes.get(id), at))
}

/** The account the passkey goes to, made if need be; undefined when it is not the one the ceremony was begun for. */
function accountFor(
  passkey: PasskeyRecord,
  accountVersion: number,
  account: AccountRecord | undefined,
): AccountRecord | undefined {
  const fresh = { ...passkey, at: passkey.createdAt }
  if (account === undefined) return accountVersion === 0 ? newAccount(fresh, 1) : undefined
  const { version, userHandle, purgedAt } = account
  if (version !== accountVersion) return undefined
  if (purgedAt !== undefined) return newAccount(fresh, version)
  return passkey.source === 'import' || userHandle === passkey.userHandle ? account : undefined
}

function withOneMore(account: AccountRecord, passkey: PasskeyRecord): AccountRecord {
  return {
    ...account,
    passkeyCount: account.passkeyCount + 1,
    activeCount: account.activeCount + (passkey.status === 'active' ? 1 : 0),
    prompt: clearedPrompt(account.prompt),
  }
}
