import {
  type AccountMadeIfAbsent,
  type AccountPageQuery,
  type AccountRecord,
  type AccountStore,
  type AccountTarget,
  assertStorable,
  assertStorablePageLimit,
  type Page,
  type PromptRecord,
  type RecordPrompt,
  type RemovedEvents,
  type RemovedId,
  type RemovedPasskeys,
} from '@latchkey/storage'
import { deleteCodesOf } from './codes.js'
import type { Database } from './database.js'
import { fromKeptPasskey } from './kept-bytes.js'
import { accountKey, digestKey, rangeOf } from './keys.js'
import { passkeysOf } from './ownership.js'
import { removePasskeys } from './removed-ids.js'
import { deleteEventsOf, storeEvents } from './store-events.js'

export function lmdbAccounts(database: Database): AccountStore {
  return {
    recordPrompt: async (record) => {
      assertStorableTarget(record)
      return database.transact(() => recordPrompt(database, record))
    },
    raiseVersion: async (target, events) => {
      assertStorableTarget(target)
      return database.transact(() => {
        storeEvents(database, events)
        return keepAccount(database, raised(database, target))
      })
    },
    purge: async (target, tell, { eraseEvents = false } = {}) => {
      assertStorableTarget(target)
      return database.transact(() => {
        deleteCodesOf(database, target)
        const { account } = emptyAccount(database, target, { tell, reason: 'purged', eraseEvents })
        const { graceUntil: _, ...purged } = account
        return keepAccount(database, { ...purged, prompt: { declines: 0, never: false }, purgedAt: target.at })
      })
    },
    page: async (query) => page(database, query),
    listRelyingParties: async (userId) => {
      assertStorable({ userId })
      return database.read(() => {
        const owned = [...database.accountOwnership.getRange(rangeOf(digestKey(userId)))]
        return owned.map(({ value: rpId }) => rpId)
      })
    },
  }
}

/** Reads one more than the page has: it shows whether there is a next page. */
function page(database: Database, { rpId, after = '', limit }: AccountPageQuery): Page<AccountRecord> {
  assertStorablePageLimit(limit)
  assertStorable({ rpId, userId: after })
  return database.read(() => {
    const { start, end } = rangeOf(digestKey(rpId))
    const from = after === '' ? start : accountKey(rpId, after)
    const range = database.accounts.getRange({ start: from, end, limit: limit + 2 })
    const following = [...range].map(({ value }) => value).filter(({ userId }) => userId !== after)
    const items = following.slice(0, limit)
    const last = items.at(-1)
    return last !== undefined && following.length > limit ? { items, next: last.userId } : { items }
  })
}

export interface Emptying {
  readonly tell: RemovedEvents
  readonly reason: RemovedId['reason']
  readonly eraseEvents?: boolean
}

/** Removes all passkeys of the user and raises the version. Part of a transaction. */
export function emptyAccount(
  database: Database,
  target: AccountMadeIfAbsent,
  { tell, reason, eraseEvents = false }: Emptying,
): RemovedPasskeys {
  const kept = passkeysOf(database, target)
  const removed = kept.map(fromKeptPasskey)
  removePasskeys(database, kept, { reason, removedAt: target.at })
  const events = tell(removed)
  if (eraseEvents) deleteEventsOf(database, target)
  storeEvents(database, events)
  const account = { ...raised(database, target), passkeyCount: 0, activeCount: 0 }
  return { removed, account: keepAccount(database, account) }
}

/** A handle or an id is stored whole, or refused. */
export function assertStorableTarget({ rpId, userId, userHandle }: AccountMadeIfAbsent): void {
  assertStorable({ rpId, userId, userHandle })
}

/** The stored account, tombstones included. */
export function findAccount({ accounts }: Database, { rpId, userId }: AccountTarget): AccountRecord | undefined {
  return accounts.get(accountKey(rpId, userId))
}

export function keepAccount({ accounts, accountOwnership }: Database, account: AccountRecord): AccountRecord {
  accounts.putSync(accountKey(account.rpId, account.userId), account)
  accountOwnership.putSync(accountKey(account.userId, account.rpId), account.rpId)
  return account
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

function recordPrompt(database: Database, record: RecordPrompt): AccountRecord {
  const { what, at, events } = record
  const account = findAccount(database, record) ?? newAccount(record, 1)
  storeEvents(database, events)
  if (what === 'grace') return keepAccount(database, withGrace(account, record.graceUntil))
  return keepAccount(database, { ...account, prompt: promptAfter(account.prompt, what, at) })
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

/** The account with its version raised, or as it is created. */
function raised(database: Database, target: AccountMadeIfAbsent): AccountRecord {
  const account = findAccount(database, target)
  return account === undefined ? newAccount(target, 1) : { ...account, version: account.version + 1 }
}
