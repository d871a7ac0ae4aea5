import type { EventRecord } from './events.js'
import type { CodePurpose, CodeRecord } from './records.js'

/** Codes that a user types in: invitations, recovery codes, one-time passwords. */
export interface CodeStore {
  /**
   * Stores the codes, all or none, with their events.
   *
   * @throws {RangeError} for what does not fit: `assertStorable`
   * @throws {Error} for a code or an event whose id is stored already or named twice
   */
  create(codes: readonly CodeRecord[], events: readonly EventRecord[]): Promise<void>

  /**
   * The codes of one user and purpose, used and expired ones included, oldest first (equal times: by id). Empty if
   * there are none.
   *
   * @throws {RangeError} for what does not fit: `assertStorable`
   */
  list(rpId: string, userId: string, purpose: CodePurpose): Promise<readonly CodeRecord[]>

  /**
   * Returns the code as it then is if the hash is right and the code is not used, not expired at `now`, and had a try
   * and a redemption left; this takes one redemption and no try. A wrong hash takes one try and no redemption. In every
   * other case nothing changes. Redeeming does not use the code up: `passkeys.add` does, when one of its `spend` is
   * this `code`, and it checks again that the code exists, is unused and has not expired. Simultaneous calls never get
   * more tries or redemptions than there are.
   *
   * @throws {RangeError} for what does not fit: `assertStorable`
   */
  tryRedeem(id: string, hash: Uint8Array, now: number): Promise<{ readonly code: CodeRecord } | 'refused'>

  /**
   * The codes of this user and purpose are these and no others: those that were stored are deleted, used or not. With
   * the events, all or nothing. No codes delete the set. After simultaneous calls the set of exactly one of them is
   * stored, whole. With `condition`, `changed` if the user's account has another `addedCount` (none: 0), and nothing
   * has changed.
   *
   * @throws {RangeError} for what does not fit: `assertStorable`
   * @throws {Error} for a code whose id another user or purpose has or that is named twice, and an event whose id is
   *   stored already
   */
  replaceSet(
    rpId: string,
    userId: string,
    purpose: CodePurpose,
    codes: readonly CodeRecord[],
    events: readonly EventRecord[],
    condition?: CodeSetCondition,
  ): Promise<'replaced' | 'changed'>

  /**
   * Deletes the code, used or not, with its events. `gone` if it does not exist.
   *
   * @throws {RangeError} for what does not fit: `assertStorable`
   * @throws {Error} for an event whose id is stored already or named twice
   */
  revoke(id: string, events: readonly EventRecord[]): Promise<'done' | 'gone'>
}

/** What `codes.replaceSet` is conditional on. */
export interface CodeSetCondition {
  /** The account's `addedCount` when the caller decided: any other means that a passkey was added since. */
  readonly addedCount: number
}
