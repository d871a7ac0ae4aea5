import {
  assertStorable,
  assertStorableCredentialId,
  assertStorableIdCount,
  assertStorablePageLimit,
  hashCredentialId,
  type Page,
  type PasskeyPageQuery,
  type PasskeyRecord,
  type PasskeyStore,
  type PasskeyWithAccount,
  type RemovedId,
  type UserPasskeys,
} from '@latchkey/storage'
import type { CredentialId } from '@latchkey/wire'
import { byId, emptyAccount, findAccount, passkeysOf } from './accounts.js'
import { addPasskey } from './add-passkey.js'
import { removePasskey, renamePasskey, setPasskeyStatus } from './change-passkey.js'
import { copyAccount, copyPasskey } from './copy.js'
import { recordUse } from './record-use.js'
import { keyOf, type MemoryState } from './state.js'

export function memoryPasskeys(state: MemoryState): PasskeyStore {
  return {
    add: (passkey, together) => addPasskey(state, passkey, together),
    findRemoved: (rpId, ids) => findRemoved(state, rpId, ids),
    find: async (rpId, id) => findPasskey(state, rpId, id),
    listByUser: async (rpId, userId) => listByUser(state, rpId, userId),
    recordUse: async (use) => recordUse(state, use),
    isSpent: async (id) => {
      assertStorable({ id })
      return state.spent.has(id)
    },
    rename: async (target, name, events) => renamePasskey(state, target, name, events),
    setStatus: async (target, change, events) => setPasskeyStatus(state, target, change, events),
    remove: async (target, together) => removePasskey(state, target, together),
    removeAll: async (target, tell) => {
      const { removed, account } = emptyAccount(state, target, { tell, reason: 'removed' })
      return { removed, account: copyAccount(account) }
    },
    page: async (query) => page(state, query),
  }
}

function findPasskey(state: MemoryState, rpId: string, id: CredentialId): PasskeyWithAccount | undefined {
  assertStorable({ rpId })
  assertStorableCredentialId(id)
  const passkey = state.passkeys.get(keyOf(rpId, id))
  const account = passkey && findAccount(state, passkey)
  return account && { passkey: copyPasskey(passkey), account: copyAccount(account) }
}

async function findRemoved(
  state: MemoryState,
  rpId: string,
  ids: readonly CredentialId[],
): Promise<readonly RemovedId[]> {
  assertStorable({ rpId })
  for (const id of ids) assertStorableCredentialId(id)
  assertStorableIdCount(ids.length)
  const hashed = await Promise.all(
    [...new Set(ids)].map(async (id) => ({ id, hash: await hashCredentialId(rpId, id) })),
  )
  return hashed.flatMap(({ id, hash }) => {
    const removed = state.removed.get(hash)
    return removed === undefined ? [] : [{ id, ...removed }]
  })
}

function listByUser(state: MemoryState, rpId: string, userId: string): UserPasskeys {
  assertStorable({ rpId, userId })
  const account = findAccount(state, { rpId, userId })
  const passkeys = passkeysOf(state, { rpId, userId }).map(copyPasskey)
  return account === undefined ? { passkeys } : { passkeys, account: copyAccount(account) }
}

function page(state: MemoryState, { rpId, after = '', limit }: PasskeyPageQuery): Page<PasskeyRecord> {
  assertStorablePageLimit(limit)
  assertStorable({ rpId })
  assertStorableCredentialId(after)
  const following = [...state.passkeys.values()].filter((passkey) => passkey.rpId === rpId && passkey.id > after)
  const items = following.sort(byId).slice(0, limit).map(copyPasskey)
  const last = items.at(-1)
  return last !== undefined && items.length < following.length ? { items, next: last.id } : { items }
}
