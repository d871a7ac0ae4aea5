import type { UserHandle } from '@latchkey/wire'
import type { EventRecord } from './events.js'
import type { AccountRecord, Page, PasskeyRecord } from './records.js'

/**
 * What is remembered of a user beside the passkeys. An account is read with `passkeys.find` and `.listByUser`.
 * A tombstone is an account too, except where a verb says otherwise.
 */
export interface AccountStore {
  /**
   * Records what a user was asked or has answered, with its events, and returns the account as it then is. Where there
   * is none it is created at version 1, with the handle given, and `createdAt` is `at`. A tombstone stays one: only
   * what the user was asked and answered is recorded there. Simultaneous calls all count.
   */
  recordPrompt(record: RecordPrompt): Promise<AccountRecord>

  /**
   * Raises the version by one, with its events, and answers the account as it then is; ceremonies for a known user
   * (adding a passkey, say) begun before then end in `account_changed`. Where there is no account one comes into being
   * at version 1, so that this holds for a first passkey too. A tombstone stays one. Simultaneous calls all count, and
   * each is answered a version of its own.
   */
  raiseVersion(target: AccountMadeIfAbsent, events: readonly EventRecord[]): Promise<AccountRecord>

  /**
   * Deletes all passkeys of the user and leaves a tombstone: version raised by one, counts 0, `purgedAt` is `at`,
   * prompt state cleared; with the events that `tell` makes of the passkeys. A tombstone is purged again: its version
   * goes up, `purgedAt` is the new instant. The ids of the passkeys are remembered as removed by a purge. Where there is no account a tombstone comes into being at version 1, so
   * that no passkey is added by a ceremony begun before, a first one included. Codes of the user are deleted as well.
   * Handle and `createdAt` of an account that was there stay, and so do what was spent and the user's earlier events.
   */
  purge(target: AccountMadeIfAbsent, tell: RemovedEvents): Promise<AccountRecord>

  /**
   * Accounts of a relying party, a page at a time, those without passkeys and tombstones included: an import reads whose
   * user handle is whose. The order is the store's own and does not change. A walk over all pages meets every account
   * that was there when it began exactly once. `next` is the user id of the last item.
   */
  page(query: AccountPageQuery): Promise<Page<AccountRecord>>
}

/** One page of a relying party's accounts. */
export interface AccountPageQuery {
  readonly rpId: string
  /** The `next` of the page before; left out or empty for the first. */
  readonly after?: string
  /** A whole number from 1 to 1000; another limit is refused by a rejection. */
  readonly limit: number
}

/** The account of one user at one relying party. */
export interface AccountTarget {
  readonly rpId: string
  readonly userId: string
}

/** An account, and what it is created with if it does not exist. */
export interface AccountMadeIfAbsent extends AccountTarget {
  /** The handle of the account, should it come into being now. */
  readonly userHandle: UserHandle
  /** Now; `createdAt`, should it come into being. */
  readonly at: number
}

/**
 * Makes the events of a removal, from the passkeys that went, oldest first. Called inside the transaction, and again
 * when the database had to undo that and the adapter runs it anew; when it throws, everything is undone and the
 * rejection passes through as it is.
 */
export type RemovedEvents = (removed: readonly PasskeyRecord[]) => readonly EventRecord[]

/** A change of what is stored about the prompt, for one user. */
export interface RecordPrompt extends AccountMadeIfAbsent {
  /**
   * `shown` sets `lastShownAt`; `declined` sets `declinedAt` and counts; `never` does both of that and is for good;
   * `cleared` forgets declines and `never`.
   */
  readonly what: 'shown' | 'declined' | 'never' | 'cleared'
  readonly events: readonly EventRecord[]
}
