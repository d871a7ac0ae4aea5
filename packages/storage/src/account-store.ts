import type { UserHandle } from '@latchkey/wire'
import type { EventRecord } from './events.js'
import type { AccountRecord, Page, PasskeyRecord } from './records.js'

/**
 * What is stored about a user beside the passkeys. An account is read with `passkeys.find` and `.listByUser`. A
 * tombstone is an account too, except where a verb says otherwise.
 */
export interface AccountStore {
  /**
   * Records that a user was prompted, or how the user responded, with its events, and returns the account as it then
   * is. If there is no account, it is created at version 1, with the given handle, and `createdAt` is `at`. A
   * tombstone stays a tombstone: only its prompt state changes. Simultaneous calls all count.
   *
   * @throws {RangeError} for what does not fit: `assertStorable`
   * @throws {Error} for an event whose id is stored already or named twice
   */
  recordPrompt(record: RecordPrompt): Promise<AccountRecord>

  /**
   * Raises the version by one, with its events, and returns the account as it then is. Ceremonies for a known user
   * (adding a passkey, say) begun before then end in `account_changed`. If there is no account, one is created at
   * version 1, so that this holds for a first passkey too. A tombstone stays a tombstone. Simultaneous calls all
   * count, and each returns a version of its own.
   *
   * @throws {RangeError} for what does not fit: `assertStorable`
   * @throws {Error} for an event whose id is stored already or named twice
   */
  raiseVersion(target: AccountMadeIfAbsent, events: readonly EventRecord[]): Promise<AccountRecord>

  /**
   * Deletes all passkeys of the user and leaves a tombstone: version raised by one, counts 0, `purgedAt` is `at`,
   * prompt state and `graceUntil` cleared; with the events that `tell` makes of the passkeys. A tombstone is purged
   * again: its version goes up, `purgedAt` is the new instant. The ids of the passkeys are remembered as removed by a purge. If there is
   * no account, a tombstone is created at version 1, so that no ceremony begun before can add a passkey, not even a
   * first one. Codes of the user are deleted as well. An existing account keeps its handle and `createdAt`; what was
   * spent and the user's earlier events stay. With `eraseEvents` the user's earlier events are deleted too, settled or
   * not, and what is still to be delivered of them: the events of `tell` are the only ones of the user at this relying
   * party. Events of other users stay, also those where this user acted.
   *
   * @throws {RangeError} for what does not fit: `assertStorable`
   * @throws {Error} for an event whose id is stored already or named twice; otherwise what `tell` throws
   */
  purge(target: AccountMadeIfAbsent, tell: RemovedEvents, options?: PurgeOptions): Promise<AccountRecord>

  /**
   * Accounts of a relying party, a page at a time, including those without passkeys and tombstones: an import reads
   * them to find the user of each handle. The order is the store's own and does not change. A walk over all pages
   * returns every account that existed when it began exactly once. `next` is the user id of the last item.
   *
   * @throws {RangeError} for what does not fit, or a `limit` that is not a whole number from 1 to 1000
   */
  page(query: AccountPageQuery): Promise<Page<AccountRecord>>

  /**
   * The `rpId` of every account of this user, tombstones included, each once, in any order. What concerns a user
   * everywhere, such as a purge, so finds relying parties that are no longer configured.
   *
   * @throws {RangeError} for what does not fit: `assertStorable`
   */
  listRelyingParties(userId: string): Promise<readonly string[]>
}

/** One page of a relying party's accounts. */
export interface AccountPageQuery {
  readonly rpId: string
  /** The `next` of the page before; left out or empty for the first. */
  readonly after?: string
  /** A whole number from 1 to 1000; any other limit makes the verb reject. */
  readonly limit: number
}

/** The account of one user at one relying party. */
export interface AccountTarget {
  readonly rpId: string
  readonly userId: string
}

/** An account, and what it is created with if it does not exist. */
export interface AccountMadeIfAbsent extends AccountTarget {
  /** The handle of the account, if it is created now. */
  readonly userHandle: UserHandle
  /** Now; `createdAt`, if it is created. */
  readonly at: number
}

/**
 * Makes the events of a removal from the deleted passkeys, oldest first. Called inside the transaction, and again if
 * the database undid it and the adapter runs it again. If it throws, everything is undone and the rejection passes
 * through unchanged.
 */
export type RemovedEvents = (removed: readonly PasskeyRecord[]) => readonly EventRecord[]

/** What a purge deletes beyond what the user can use. */
export interface PurgeOptions {
  /**
   * Deletes the user's events and their deliveries.
   *
   * @default false
   */
  readonly eraseEvents?: boolean
}

/** A change of what is stored about the prompt, for one user. */
export interface RecordPrompt extends AccountMadeIfAbsent {
  /**
   * `shown` sets `lastShownAt`; `declined` sets `declinedAt` and counts; `never` does both of that and is permanent;
   * `cleared` deletes declines and `never`; `grace` sets `graceUntil` if the account has none. No other verb but `purge`
   * changes `graceUntil`.
   */
  readonly what: 'shown' | 'declined' | 'never' | 'cleared' | 'grace'
  /** For `grace`, and only there. */
  readonly graceUntil?: number
  readonly events: readonly EventRecord[]
}
