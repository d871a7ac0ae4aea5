import type { UserHandle } from '@latchkey/wire'
import type { EventRecord } from './events.js'
import type { AccountRecord } from './records.js'

/**
 * What is remembered of a user beside the passkeys. An account is read with `passkeys.find` and `.listByUser`.
 * A tombstone is an account too, except where a verb says otherwise.
 */
export interface AccountStore {
  /**
   * Records what a user was asked or has answered, with its events, and answers the account as it then is.
   * Where there is none, or only a tombstone, one comes into being with the handle given (a new one at version 1;
   * a tombstone keeps its version and loses `purgedAt`), and `createdAt` is `at`. Simultaneous calls all count.
   */
  recordPrompt(record: RecordPrompt): Promise<AccountRecord>

  /**
   * Raises the version by one, with its events, and answers the account as it then is; ceremonies for a known user
   * (adding a passkey, say) begun before then end in `account_changed`. Undefined, and no event, when there is no
   * account. Simultaneous calls all count, and each is answered a version of its own.
   */
  raiseVersion(target: AccountTarget, events: readonly EventRecord[]): Promise<AccountRecord | undefined>

  /**
   * Deletes all passkeys of the user and leaves a tombstone: version raised by one, counts 0, `purgedAt` set, prompt
   * state cleared; with its events. A tombstone is purged again: its version goes up, `purgedAt` is the new instant.
   * Codes of the user are deleted as well, even when there is no account, which answers undefined and keeps no event.
   * Handle and `createdAt` stay, and so do what was spent and the user's earlier events.
   */
  purge(target: AccountTarget, at: number, events: readonly EventRecord[]): Promise<AccountRecord | undefined>
}

export interface AccountTarget {
  readonly rpId: string
  readonly userId: string
}

export interface RecordPrompt extends AccountTarget {
  /** The handle of the account, should it come into being now. */
  readonly userHandle: UserHandle
  readonly at: number
  /**
   * `shown` sets `lastShownAt`; `declined` sets `declinedAt` and counts; `never` does both of that and is for good;
   * `cleared` forgets declines and `never`.
   */
  readonly what: 'shown' | 'declined' | 'never' | 'cleared'
  readonly events: readonly EventRecord[]
}
