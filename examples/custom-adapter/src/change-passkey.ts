import {
  type AccountRecord,
  assertStorable,
  assertStorableCredentialId,
  type EventRecord,
  type PasskeyTarget,
  type RemoveOptions,
  type RemoveOutcome,
  type StatusChange,
} from '@latchkey/storage'
import { findAccount, keepAccount } from './accounts.js'
import type { Database, KeptPasskey } from './database.js'
import { passkeyKey } from './keys.js'
import { registerPasskey } from './ownership.js'
import { removePasskeys } from './removed-ids.js'
import { storeEvents } from './store-events.js'
import { inOrder } from './suspended-by.js'

export function renamePasskey(
  database: Database,
  target: PasskeyTarget,
  name: string,
  events: readonly EventRecord[],
): 'done' | 'gone' {
  assertStorable({ ...target, name })
  assertStorableCredentialId(target.id)
  return database.transact(() => {
    const owned = findOwned(database, target)
    if (owned === undefined) return 'gone'
    registerPasskey(database, { ...owned.passkey, name })
    storeEvents(database, events)
    return 'done'
  })
}

export function setPasskeyStatus(
  database: Database,
  target: PasskeyTarget,
  change: StatusChange,
  events: readonly EventRecord[],
): 'done' | 'gone' {
  const { scope, status } = change
  assertStorable({ ...target, scope })
  assertStorableCredentialId(target.id)
  return database.transact(() => {
    const owned = findOwned(database, target)
    if (owned === undefined) return 'gone'
    const { passkey, account } = owned
    if (passkey.suspendedBy.includes(scope) === (status === 'suspended')) return 'done'
    registerPasskey(database, withStatus(passkey, change))
    if (scope === 'environment') {
      keepAccount(database, { ...account, activeCount: account.activeCount + (status === 'active' ? 1 : -1) })
    }
    storeEvents(database, events)
    return 'done'
  })
}

/** Only the environment's entry is the passkey's `status`. */
function withStatus(
  { suspendedByUser, ...passkey }: KeptPasskey,
  { scope, status, byUser }: StatusChange,
): KeptPasskey {
  const others = passkey.suspendedBy.filter((other) => other !== scope)
  const suspendedBy = status === 'suspended' ? inOrder([...others, scope]) : others
  const isOfEnvironment = scope === 'environment'
  const isUsers = isOfEnvironment ? status === 'suspended' && byUser === true : suspendedByUser === true
  const changed = { ...passkey, suspendedBy, status: isOfEnvironment ? status : passkey.status }
  return isUsers ? { ...changed, suspendedByUser: true } : changed
}

export function removePasskey(
  database: Database,
  target: PasskeyTarget,
  { keepLastActive, unusableOthers = 0, addedCount, at, events }: RemoveOptions,
): RemoveOutcome {
  assertStorable(target)
  assertStorableCredentialId(target.id)
  return database.transact(() => {
    const owned = findOwned(database, target)
    if (owned === undefined) return 'gone'
    const { passkey, account } = owned
    const isActive = passkey.status === 'active'
    const isSuspended = passkey.suspendedBy.length > 0
    if (addedCount !== undefined && addedCount !== account.addedCount) return 'changed'
    if (keepLastActive && (isSuspended || account.activeCount <= 1 + unusableOthers)) return 'last'
    removePasskeys(database, [passkey], { reason: 'removed', removedAt: at })
    const activeCount = account.activeCount - (isActive ? 1 : 0)
    keepAccount(database, { ...account, passkeyCount: account.passkeyCount - 1, activeCount })
    storeEvents(database, events)
    return 'removed'
  })
}

interface Owned {
  readonly passkey: KeptPasskey
  readonly account: AccountRecord
}

/** The passkey, if it exists and is this user's. */
function findOwned(database: Database, target: PasskeyTarget): Owned | undefined {
  const passkey = database.passkeys.get(passkeyKey(target.rpId, target.id))
  const account = findAccount(database, target)
  return passkey?.userId === target.userId && account !== undefined ? { passkey, account } : undefined
}
