import {
  type AccountMadeIfAbsent,
  type AccountPageQuery,
  type AccountRecord,
  type AccountStore,
  type AccountTarget,
  assertStorable,
  assertStorablePageLimit,
  type Page,
  type PasskeyRecord,
  type PromptRecord,
  type RecordPrompt,
  type RemovedEvents,
  type RemovedId,
  type RemovedPasskeys,
} from '@latchkey/storage'
import { copyAccount, copyPasskey } from './copy.js'
import { deleteEvents, eventsOf, takeEvents } from './events.js'
import { removePasskeys } from './remove-passkeys.js'
import { keyOf, type MemoryState } from './state.js'

export function memoryAccounts(state: MemoryState): AccountStore {
  return {
    recordPrompt: async (record) => {
      const { at, what } = record
      assertStorableTarget(record)
      const keepEvents = takeEvents(state, record.events)
      const account = findAccount(state, record) ?? newAccount(record, 1)
      keepEvents()
      if (what === 'grace') return keepAccount(state, withGrace(account, record.graceUntil))
      return keepAccount(state, { ...account, prompt: promptAfter(account.prompt, what, at) })
    },
    raiseVersion: async (target, events) => {
      assertStorableTarget(target)
      takeEvents(state, events)()
      return keepAccount(state, raised(state, target))
    },
    purge: async (target, tell, { eraseEvents = false } = {}) => {
      const { account } = emptyAccount(state, target, { tell, reason: 'purged', eraseEvents })
      for (const [id, code] of state.codes) if (isOf(target, code)) state.codes.delete(id)
      const { graceUntil: _, ...purged } = account
      return keepAccount(state, { ...purged, prompt: { declines: 0, never: false }, purgedAt: target.at })
    },
    page: async (query) => page(state, query),
    listRelyingParties: async (userId) => {
      assertStorable({ userId })
      return [...state.accounts.values()].filter((account) => account.userId === userId).map(({ rpId }) => rpId)
    },
  }
}

function page(state: MemoryState, { rpId, after = '', limit }: AccountPageQuery): Page<AccountRecord> {
  assertStorablePageLimit(limit)
  assertStorable({ rpId, userId: after })
  const following = [...state.accounts.values()].filter((account) => account.rpId === rpId && account.userId > after)
  const sorted = following.sort((one, other) => (one.userId < other.userId ? -1 : 1))
  const items = sorted.slice(0, limit).map(copyAccount)
  const last = items.at(-1)
  return last !== undefined && items.length < following.length ? { items, next: last.userId } : { items }
}

export interface Emptying {
  readonly tell: RemovedEvents
  readonly reason: RemovedId['reason']
  readonly eraseEvents?: boolean
}

/** Deletes all passkeys of the user, and raises the version; the result is not a copy. */
export function emptyAccount(
  state: MemoryState,
  target: AccountMadeIfAbsent,
  { tell, reason, eraseEvents = false }: Emptying,
): RemovedPasskeys {
  assertStorableTarget(target)
  const removed = passkeysOf(state, target)
  const erased = eraseEvents ? eventsOf(state, target) : []
  takeEvents(state, tell(removed.map(copyPasskey)))()
  deleteEvents(state, erased)
  removePasskeys(state, removed, { reason, removedAt: target.at })
  const account = { ...raised(state, target), passkeyCount: 0, activeCount: 0 }
  keepAccount(state, account)
  return { removed, account }
}

/** The stored passkeys, oldest first. */
export function passkeysOf(state: MemoryState, target: AccountTarget): readonly PasskeyRecord[] {
  const keys = [...(state.keysByUser.get(keyOf(target.rpId, target.userId)) ?? [])]
  const owned = keys.flatMap((key) => state.passkeys.get(key) ?? [])
  return owned.sort((one, other) => one.createdAt - other.createdAt || byId(one, other))
}

/** In the order of the bytes of their ids. */
export function byId(one: PasskeyRecord, other: PasskeyRecord): number {
  return one.id < other.id ? -1 : 1
}

function isOf({ rpId, userId }: AccountTarget, record: AccountTarget): boolean {
  return record.rpId === rpId && record.userId === userId
}

/** The account with its version raised, or as it is created. */
function raised(state: MemoryState, target: AccountMadeIfAbsent): AccountRecord {
  const account = findAccount(state, target)
  return account === undefined ? newAccount(target, 1) : { ...account, version: account.version + 1 }
}

function assertStorableTarget({ rpId, userId, userHandle }: AccountMadeIfAbsent): void {
  assertStorable({ rpId, userId, userHandle })
}

/** The stored account, tombstones included. */
export function findAccount(state: MemoryState, { rpId, userId }: AccountTarget): AccountRecord | undefined {
  return state.accounts.get(keyOf(rpId, userId))
}

/** Replaces the account, and returns a copy. */
export function keepAccount(state: MemoryState, account: AccountRecord): AccountRecord {
  state.accounts.set(keyOf(account.rpId, account.userId), account)
  return copyAccount(account)
}

/** A new account; one that takes over a tombstone continues its version. */
export function newAccount({ rpId, userId, userHandle, at }: AccountMadeIfAbsent, version: number): AccountRecord {
  const prompt = { declines: 0, never: false }
  return { rpId, userId, userHandle, version, passkeyCount: 0, activeCount: 0, addedCount: 0, prompt, createdAt: at }
}

/** Without the user's answers; the time of the last prompt stays. */
export function clearedPrompt({ lastShownAt }: PromptRecord): PromptRecord {
  return { declines: 0, never: false, ...(lastShownAt !== undefined && { lastShownAt }) }
}

/** The first one stays. */
function withGrace(account: AccountRecord, graceUntil: number | undefined): AccountRecord {
  return account.graceUntil === undefined && graceUntil !== undefined ? { ...account, graceUntil } : account
}

function promptAfter(prompt: PromptRecord, what: Exclude<RecordPrompt['what'], 'grace'>, at: number): PromptRecord {
  if (what === 'shown') return { ...prompt, lastShownAt: at }
  if (what === 'cleared') return clearedPrompt(prompt)
  return { ...prompt, declinedAt: at, declines: prompt.declines + 1, never: prompt.never || what === 'never' }
}
