import {
  type AccountRecord,
  type AccountStore,
  type AccountTarget,
  type PromptRecord,
  type RecordPrompt,
  refuseUnfit,
} from '@latchkey/storage'
import type { UserHandle } from '@latchkey/wire'
import { copyAccount } from './copy.js'
import { takeEvents } from './events.js'
import { keyOf, type MemoryState } from './state.js'

export function memoryAccounts(state: MemoryState): AccountStore {
  return {
    recordPrompt: async (record) => {
      const { rpId, userId, userHandle, at, what } = record
      refuseUnfit({ rpId, userId, userHandle })
      const keepEvents = takeEvents(state, record.events)
      const account = findAccount(state, record) ?? { version: 1 }
      const live = 'userId' in account && account.purgedAt === undefined ? account : newAccount(record, account.version)
      keepEvents()
      return keepAccount(state, { ...live, prompt: promptAfter(live.prompt, what, at) })
    },
    raiseVersion: async (target, events) => {
      refuseUnfit(target)
      const keepEvents = takeEvents(state, events)
      const account = findAccount(state, target)
      if (account === undefined) return undefined
      keepEvents()
      return keepAccount(state, { ...account, version: account.version + 1 })
    },
    purge: async (target, at, events) => {
      refuseUnfit(target)
      const keepEvents = takeEvents(state, events)
      const account = findAccount(state, target)
      forgetUser(state, target)
      if (account === undefined) return undefined
      keepEvents()
      return keepAccount(state, tombstone(account, at))
    },
  }
}

/** The account as kept, tombstones included. */
export function findAccount(state: MemoryState, { rpId, userId }: AccountTarget): AccountRecord | undefined {
  return state.accounts.get(keyOf(rpId, userId))
}

/** Puts the account in the place of the one there was, and answers a copy. */
export function keepAccount(state: MemoryState, account: AccountRecord): AccountRecord {
  state.accounts.set(keyOf(account.rpId, account.userId), account)
  return copyAccount(account)
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

function promptAfter(prompt: PromptRecord, what: RecordPrompt['what'], at: number): PromptRecord {
  if (what === 'shown') return { ...prompt, lastShownAt: at }
  if (what === 'cleared') return clearedPrompt(prompt)
  return { ...prompt, declinedAt: at, declines: prompt.declines + 1, never: prompt.never || what === 'never' }
}

function tombstone(account: AccountRecord, at: number): AccountRecord {
  const prompt = { declines: 0, never: false }
  return { ...account, version: account.version + 1, passkeyCount: 0, activeCount: 0, prompt, purgedAt: at }
}

function forgetUser(state: MemoryState, { rpId, userId }: AccountTarget): void {
  for (const kept of [state.passkeys, state.codes]) {
    for (const [key, record] of kept) if (record.rpId === rpId && record.userId === userId) kept.delete(key)
  }
}
