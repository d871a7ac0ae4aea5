import {
  type AccountRecord,
  assertStorable,
  assertStorableCredentialId,
  type EventRecord,
  type PasskeyRecord,
  type PasskeyStatus,
  type PasskeyTarget,
  type RemoveOptions,
} from '@latchkey/storage'
import { findAccount, keepAccount } from './accounts.js'
import { takeEvents } from './events.js'
import { keyOf, type MemoryState } from './state.js'

export function renamePasskey(
  state: MemoryState,
  target: PasskeyTarget,
  name: string,
  events: readonly EventRecord[],
): 'done' | 'gone' {
  assertStorable({ ...target, name })
  assertStorableCredentialId(target.id)
  const keepEvents = takeEvents(state, events)
  const owned = findOwned(state, target)
  if (owned === undefined) return 'gone'
  keepEvents()
  state.passkeys.set(keyOf(target.rpId, target.id), { ...owned.passkey, name })
  return 'done'
}

export function setPasskeyStatus(
  state: MemoryState,
  target: PasskeyTarget,
  status: PasskeyStatus,
  events: readonly EventRecord[],
): 'done' | 'gone' {
  assertStorable(target)
  assertStorableCredentialId(target.id)
  const keepEvents = takeEvents(state, events)
  const owned = findOwned(state, target)
  if (owned === undefined) return 'gone'
  if (owned.passkey.status === status) return 'done'
  keepEvents()
  state.passkeys.set(keyOf(target.rpId, target.id), { ...owned.passkey, status })
  const activeCount = owned.account.activeCount + (status === 'active' ? 1 : -1)
  keepAccount(state, { ...owned.account, activeCount })
  return 'done'
}

export function removePasskey(
  state: MemoryState,
  target: PasskeyTarget,
  { keepLastActive, unusableOthers = 0, events }: RemoveOptions,
): 'removed' | 'gone' | 'last' {
  assertStorable(target)
  assertStorableCredentialId(target.id)
  const keepEvents = takeEvents(state, events)
  const owned = findOwned(state, target)
  if (owned === undefined) return 'gone'
  const { passkey, account } = owned
  const isActive = passkey.status === 'active'
  if (keepLastActive && !(isActive && account.activeCount > 1 + unusableOthers)) return 'last'
  keepEvents()
  state.passkeys.delete(keyOf(target.rpId, target.id))
  const activeCount = account.activeCount - (isActive ? 1 : 0)
  keepAccount(state, { ...account, passkeyCount: account.passkeyCount - 1, activeCount })
  return 'removed'
}

interface Owned {
  readonly passkey: PasskeyRecord
  readonly account: AccountRecord
}

/** The passkey, when it is there and this user's. */
function findOwned(state: MemoryState, target: PasskeyTarget): Owned | undefined {
  const passkey = state.passkeys.get(keyOf(target.rpId, target.id))
  const account = findAccount(state, target)
  return passkey?.userId === target.userId && account !== undefined ? { passkey, account } : undefined
}
