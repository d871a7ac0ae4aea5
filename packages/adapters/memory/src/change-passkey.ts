import {
  type AccountRecord,
  assertStorable,
  assertStorableCredentialId,
  type EventRecord,
  type PasskeyRecord,
  type PasskeyTarget,
  type RemoveOptions,
  type RemoveOutcome,
  type StatusChange,
} from '@latchkey/storage'
import { findAccount, keepAccount } from './accounts.js'
import { inOrder } from './copy.js'
import { takeEvents } from './events.js'
import { removePasskeys } from './remove-passkeys.js'
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
  { scope, status, byUser }: StatusChange,
  events: readonly EventRecord[],
): 'done' | 'gone' {
  assertStorable({ ...target, scope })
  assertStorableCredentialId(target.id)
  const keepEvents = takeEvents(state, events)
  const owned = findOwned(state, target)
  if (owned === undefined) return 'gone'
  const { passkey, account } = owned
  const isSuspended = passkey.suspendedBy.includes(scope)
  if (isSuspended === (status === 'suspended')) return 'done'
  keepEvents()
  const others = passkey.suspendedBy.filter((other) => other !== scope)
  const suspendedBy = isSuspended ? others : inOrder([...others, scope])
  const isOfEnvironment = scope === 'environment'
  const { suspendedByUser, ...rest } = passkey
  const isUsers = isOfEnvironment ? status === 'suspended' && byUser === true : suspendedByUser === true
  state.passkeys.set(keyOf(target.rpId, target.id), {
    ...rest,
    suspendedBy,
    status: isOfEnvironment ? status : passkey.status,
    ...(isUsers && { suspendedByUser: true }),
  })
  const activeCount = account.activeCount + (isOfEnvironment ? (isSuspended ? 1 : -1) : 0)
  keepAccount(state, { ...account, activeCount })
  return 'done'
}

export function removePasskey(
  state: MemoryState,
  target: PasskeyTarget,
  { keepLastActive, unusableOthers = 0, addedCount, at, events }: RemoveOptions,
): RemoveOutcome {
  assertStorable(target)
  assertStorableCredentialId(target.id)
  const keepEvents = takeEvents(state, events)
  const owned = findOwned(state, target)
  if (owned === undefined) return 'gone'
  const { passkey, account } = owned
  const isActive = passkey.status === 'active'
  const isSuspended = passkey.suspendedBy.length > 0
  if (addedCount !== undefined && addedCount !== account.addedCount) return 'changed'
  if (keepLastActive && !(!isSuspended && account.activeCount > 1 + unusableOthers)) return 'last'
  keepEvents()
  removePasskeys(state, [passkey], { reason: 'removed', removedAt: at })
  const activeCount = account.activeCount - (isActive ? 1 : 0)
  keepAccount(state, { ...account, passkeyCount: account.passkeyCount - 1, activeCount })
  return 'removed'
}

interface Owned {
  readonly passkey: PasskeyRecord
  readonly account: AccountRecord
}

/** The passkey, if it exists and is this user's. */
function findOwned(state: MemoryState, target: PasskeyTarget): Owned | undefined {
  const passkey = state.passkeys.get(keyOf(target.rpId, target.id))
  const account = findAccount(state, target)
  return passkey?.userId === target.userId && account !== undefined ? { passkey, account } : undefined
}
