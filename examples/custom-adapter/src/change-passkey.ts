import {
  type AccountRecord,
  assertStorable,
  assertStorableCredentialId,
  type EventRecord,
  type PasskeyStatus,
  type PasskeyTarget,
  type RemoveOptions,
} from '@latchkey/storage'
import { findAccount, keepAccount } from './accounts.js'
import type { Database, KeptPasskey } from './database.js'
import { keepEvents } from './events.js'
import { passkeyKey } from './keys.js'
import { deletePasskey, registerPasskey } from './ownership.js'

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
    keepEvents(database, events)
    return 'done'
  })
}

export function setPasskeyStatus(
  database: Database,
  target: PasskeyTarget,
  status: PasskeyStatus,
  events: readonly EventRecord[],
): 'done' | 'gone' {
  assertStorable(target)
  assertStorableCredentialId(target.id)
  return database.transact(() => {
    const owned = findOwned(database, target)
    if (owned === undefined) return 'gone'
    if (owned.passkey.status === status) return 'done'
    registerPasskey(database, { ...owned.passkey, status })
    const activeCount = owned.account.activeCount + (status === 'active' ? 1 : -1)
    keepAccount(database, { ...owned.account, activeCount })
    keepEvents(database, events)
    return 'done'
  })
}

export function removePasskey(
  database: Database,
  target: PasskeyTarget,
  { keepLastActive, unusableOthers = 0, events }: RemoveOptions,
): 'removed' | 'gone' | 'last' {
  assertStorable(target)
  assertStorableCredentialId(target.id)
  return database.transact(() => {
    const owned = findOwned(database, target)
    if (owned === undefined) return 'gone'
    const { passkey, account } = owned
    const isActive = passkey.status === 'active'
    if (keepLastActive && !(isActive && account.activeCount > 1 + unusableOthers)) return 'last'
    deletePasskey(database, passkey)
    const activeCount = account.activeCount - (isActive ? 1 : 0)
    keepAccount(database, { ...account, passkeyCount: account.passkeyCount - 1, activeCount })
    keepEvents(database, events)
    return 'removed'
  })
}

interface Owned {
  readonly passkey: KeptPasskey
  readonly account: AccountRecord
}

/** The passkey, when it is there and this user's. */
function findOwned(database: Database, target: PasskeyTarget): Owned | undefined {
  const passkey = database.passkeys.get(passkeyKey(target.rpId, target.id))
  const account = findAccount(database, target)
  return passkey?.userId === target.userId && account !== undefined ? { passkey, account } : undefined
}
