import type { PasskeyStore } from '@latchkey/storage'
import { assertStorableTarget } from '../accounts/account-row.js'
import { emptyAccount } from '../accounts/empty-account.js'
import type { Database } from '../database/database.js'
import { isSpent } from '../spent/spend.js'
import { addPasskey } from './add-passkey.js'
import { removePasskey, renamePasskey, setPasskeyStatus } from './change-passkey.js'
import { findPasskey, listByUser, pagePasskeys } from './read-passkeys.js'
import { recordUse } from './record-use.js'
import { findRemoved } from './removed-ids.js'

export function sqlPasskeys(database: Database): PasskeyStore {
  return {
    add: async (passkey, together) => addPasskey(database, passkey, together),
    find: (rpId, id) => findPasskey(database, rpId, id),
    findRemoved: async (rpId, ids) => findRemoved(database, rpId, ids),
    listByUser: (rpId, userId) => listByUser(database, rpId, userId),
    recordUse: async (use) => recordUse(database, use),
    isSpent: (id) => isSpent(database, id),
    rename: async (target, name, events) => renamePasskey(database, target, name, events),
    setStatus: async (target, change, events) => setPasskeyStatus(database, target, change, events),
    remove: async (target, together) => removePasskey(database, target, together),
    removeAll: async (target, tell) => {
      assertStorableTarget(target)
      return database.transact(({ query }) => emptyAccount(database, query, { target, tell, reason: 'removed' }))
    },
    page: (query) => pagePasskeys(database, query),
  }
}
