import type { PasskeyStore } from '@latchkey/storage'
import type { Database } from '../database/database.js'
import { accountStatements } from '../statements/accounts.js'
import { addStatements } from '../statements/add-passkey.js'
import type { EventStatements } from '../statements/events.js'
import { passkeyStatements, renamePasskey as renaming } from '../statements/passkeys.js'
import { recordUseStatements } from '../statements/record-use.js'
import { removeStatements } from '../statements/remove-passkey.js'
import { removedStatements } from '../statements/removed.js'
import { setStatusStatements } from '../statements/set-status.js'
import { spentStatements } from '../statements/spent.js'
import { addPasskey } from './add-passkey.js'
import { removePasskey, renamePasskey, setPasskeyStatus } from './change-passkey.js'
import { prepareChange } from './change-with-events.js'
import { assertStorableTarget, type Emptying, emptyAccount } from './empty-account.js'
import { findPasskey, findRemoved, listByUser, pagePasskeys } from './read-passkeys.js'
import { recordUse } from './record-use.js'
import { isSpent } from './spend.js'

/** What the verbs of passkeys are made of. */
export type PasskeyWriting = ReturnType<typeof passkeyWriting>

export function passkeyWriting(database: Database, events: EventStatements) {
  return {
    database,
    events,
    accounts: accountStatements(database),
    passkeys: passkeyStatements(database),
    removed: removedStatements(database),
    spent: spentStatements(database),
    add: addStatements(database),
    use: recordUseStatements(database),
    status: setStatusStatements(database),
    removal: removeStatements(database),
    renaming: prepareChange(database, renaming(database)),
  }
}

export function sqlPasskeys(writing: PasskeyWriting, emptying: Emptying): PasskeyStore {
  return {
    add: async (passkey, together) => addPasskey(writing, passkey, together),
    find: async (rpId, id) => findPasskey(writing, rpId, id),
    findRemoved: async (rpId, ids) => findRemoved(writing, rpId, ids),
    listByUser: async (rpId, userId) => listByUser(writing, rpId, userId),
    recordUse: async (use) => recordUse(writing, use),
    isSpent: async (id) => isSpent(writing, id),
    rename: async (target, name, events) => renamePasskey(writing, { target, name, events }),
    setStatus: async (target, change, events) => setPasskeyStatus(writing, { target, change, events }),
    remove: async (target, together) => removePasskey(writing, target, together),
    removeAll: async (target, tell) => {
      assertStorableTarget(target)
      return emptyAccount(emptying, { target, tell, reason: 'removed' })
    },
    page: async (query) => pagePasskeys(writing, query),
  }
}
