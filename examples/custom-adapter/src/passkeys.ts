import {
  assertStorable,
  assertStorableCredentialId,
  assertStorablePageLimit,
  type Page,
  type PasskeyPageQuery,
  type PasskeyRecord,
  type PasskeyStore,
  type PasskeyWithAccount,
  type UserPasskeys,
} from '@latchkey/storage'
import type { CredentialId } from '@latchkey/wire'
import { assertStorableTarget, emptyAccount, findAccount } from './accounts.js'
import { addPasskey } from './add-passkey.js'
import { removePasskey, renamePasskey, setPasskeyStatus } from './change-passkey.js'
import type { Database } from './database.js'
import { fromKeptPasskey } from './kept-bytes.js'
import { digestKey, passkeyKey, rangeOf } from './keys.js'
import { passkeysOf } from './ownership.js'
import { recordUse } from './record-use.js'
import { findRemoved } from './removed-ids.js'
import { isSpent } from './spend.js'

/** Each verb is `async`, so that a thrown error becomes a rejection. */
export function lmdbPasskeys(database: Database): PasskeyStore {
  return {
    add: async (passkey, together) => addPasskey(database, passkey, together),
    find: async (rpId, id) => findPasskey(database, rpId, id),
    findRemoved: async (rpId, ids) => findRemoved(database, rpId, ids),
    listByUser: async (rpId, userId) => listByUser(database, rpId, userId),
    recordUse: async (use) => recordUse(database, use),
    isSpent: async (id) => isSpent(database, id),
    rename: async (target, name, events) => renamePasskey(database, target, name, events),
    setStatus: async (target, change, events) => setPasskeyStatus(database, target, change, events),
    remove: async (target, together) => removePasskey(database, target, together),
    removeAll: async (target, tell) => {
      assertStorableTarget(target)
      return database.transact(() => emptyAccount(database, target, { tell, reason: 'removed' }))
    },
    page: async (query) => page(database, query),
  }
}

function findPasskey(database: Database, rpId: string, id: CredentialId): PasskeyWithAccount | undefined {
  assertStorable({ rpId })
  assertStorableCredentialId(id)
  return database.read(() => {
    const kept = database.passkeys.get(passkeyKey(rpId, id))
    const account = kept && findAccount(database, kept)
    return account && { passkey: fromKeptPasskey(kept), account }
  })
}

function listByUser(database: Database, rpId: string, userId: string): UserPasskeys {
  assertStorable({ rpId, userId })
  return database.read(() => {
    const passkeys = passkeysOf(database, { rpId, userId }).map(fromKeptPasskey)
    const account = findAccount(database, { rpId, userId })
    return account === undefined ? { passkeys } : { passkeys, account }
  })
}

/** Reads one more than the page has: it shows whether there is a next page. */
function page(database: Database, { rpId, after = '', limit }: PasskeyPageQuery): Page<PasskeyRecord> {
  assertStorablePageLimit(limit)
  assertStorable({ rpId })
  assertStorableCredentialId(after)
  return database.read(() => {
    const { end } = rangeOf(digestKey(rpId))
    const range = database.passkeys.getRange({ start: passkeyKey(rpId, after), end, limit: limit + 2 })
    const following = [...range].filter(({ value }) => value.id !== after)
    const items = following.slice(0, limit).map(({ value }) => fromKeptPasskey(value))
    const last = items.at(-1)
    return last !== undefined && following.length > limit ? { items, next: last.id } : { items }
  })
}
