import {
  type AccountRecord,
  type AccountStore,
  type AccountTarget,
  type PromptRecord,
  type RecordPrompt,
  refuseUnfit,
} from '@latchkey/storage'
import type { UserHandle } from '@latchkey/wire'
import { deleteCodesOf } from './codes.js'
import type { Database } from './database.js'
import { keepEvents } from './events.js'
import { digestKey } from './keys.js'
import { deletePasskeysOf } from './ownership.js'

export function lmdbAccounts(database: Database): AccountStore {
  return {
    recordPrompt: async (record) => {
      const { rpId, userId, userHandle } = record
      refuseUnfit({ rpId, userId, userHandle })
      return database.transact(() => recordPrompt(database, record))
    },
    raiseVersion: async (target, events) => {
      refuseUnfit(target)
      return database.transact(() => {
        const account = findAccount(database, target)
        if (account === undefined) return undefined
        keepEvents(database, events)
        return keepAccount(database, { ...account, version: account.version + 1 })
      })
    },
    purge: async (target, at, events) => {
      refuseUnfit(target)
      return database.transact(() => {
        deleteCodesOf(database, target)
        const account = findAccount(database, target)
        if (account === undefined) return undefined
        deletePasskeysOf(database, target)
        keepEvents(database, events)
        return keepAccount(database, tombstone(account, at))
      })
    },
  }
}

/** The account as kept, tombstones included. */
export function findAccount({ accounts }: Database, { rpId, userId }: AccountTarget): AccountRecord | undefined {
  return accounts.get(digestKey(rpId, userId))
}

export function keepAccount({ accounts }: Database, account: AccountRecord): AccountRecord {
  accounts.putSync(digestKey(account.rpId, account.userId), account)
  return account
}

export interface NewAccount extends AccountTarget {
  readonly userHandle: UserHandle
  readonly at: number
}

/** An account that comes into being now; one that takes over a tombstone goes on with its version. */
export function newAccount({ rpId, userId, userHandle, at }: NewAccount, version: number): AccountRecord {
  const prompt = { declines: 0, never: false }
  return { rpId, userId, userHandle, version, passkeyCount: 0, activeCount: 0, prompt, createdAt: at }
}

/** Without what the user answered; when the user was last asked stays. */
export function clearedPrompt({ lastShownAt }: PromptRecord): PromptRecord {
  return { declines: 0, never: false, ...(lastShownAt !== undefined && { lastShownAt }) }
}

function recordPrompt(database: Database, record: RecordPrompt): AccountRecord {
  const { what, at, events } = record
  const found = findAccount(database, record)
  const isLive = found !== undefined && found.purgedAt === undefined
  const account = isLive ? found : newAccount(record, found?.version ?? 1)
  keepEvents(database, events)
  return keepAccount(database, { ...account, prompt: promptAfter(account.prompt, what, at) })
}

function promptAfter(prompt: PromptRecord, what: RecordPrompt['what'], at: number): PromptRecord {
  if (what === 'shown') return { ...prompt, lastShownAt: at }
  if (what === 'cleared') return clearedPrompt(prompt)
  return { ...prompt, declinedAt: at, declines: prompt.declines + 1, never: prompt.never || what === 'never' }
}

function tombstone(account: AccountRecord, at: number): AccountRecord {
  const prompt = { declines: 0, never: false }
  return { ...account, version: account.version + 1, passkeyCount: 0, activeCount: 0, prompt, purgedAt: at }
}
