import type { CredentialId } from '@latchkey/wire'
import type { AccountMadeIfAbsent, RemovedEvents } from './account-store.js'
import type { EventRecord } from './events.js'
import type {
  AddOptions,
  AddOutcome,
  PasskeyTarget,
  RecordUse,
  RecordUseOutcome,
  RemovedPasskeys,
  RemoveOptions,
  RemoveOutcome,
  StatusChange,
} from './passkey-changes.js'
import type { Page, PasskeyRecord, PasskeyWithAccount, Spend, UserPasskeys } from './records.js'

/**
 * Passkeys, and the accounts whose counts go with them. Ids of every kind are compared by bytes. Every verb rejects a
 * passkey id that is not base64url: `assertStorableCredentialId`.
 */
export interface PasskeyStore<Transaction = unknown> {
  /**
   * Stores a new passkey. Together, or not at all:
   *
   * 1. every `spend` is marked as spent. A spend that already was spent, by whatever verb, that a sweep may have
   *    deleted, or that is named twice returns `already_spent`, and so does a `code` that does not exist (any more), is used, or has expired at
   *    `passkey.createdAt`; otherwise the code is marked as used at that instant. `spend` may be empty;
   * 2. the account is found or created. If there is none, `accountVersion` must be 0, and the account is created at
   *    version 1. If there is one, or a tombstone, its version must be `accountVersion`. The handle of a live account
   *    must be `passkey.userHandle`, unless `passkey.source` is `import`. Anything else returns `account_changed`. A
   *    tombstone is lifted by a passkey of the user's own, whose source is `self`, `sign-up` or `invitation`: it
   *    keeps its version and loses `purgedAt`; with any other source it returns `account_purged`. An account that is
   *    created, or was a tombstone, has `passkey.userHandle` and `.createdAt`, and no decline;
   * 3. `passkeyCount` is below `limit` and goes up by one, else `limit_reached`; `activeCount` goes up when the
   *    passkey is active; `addedCount` goes up by one;
   * 4. the passkey is stored. Its id is unique per relying party over all users, else `duplicate`. One whose source
   *    is `import` must not have an id that is remembered as removed: else `account_purged`, where a purge removed
   *    it, or `removed_since`. So no old export restores what was removed;
   * 5. `prompt.declinedAt`, `.declines` and `.never` are cleared;
   * 6. `createUser` is called with the adapter's own transaction, by adapters that offer that, once the steps before
   *    hold. If it rejects, everything is undone and the rejection passes through unchanged;
   * 7. the events are stored.
   *
   * A result other than `added` means that nothing has changed, so the same `spend` can be tried again. Of any number
   * of simultaneous calls with the same `spend.id` exactly one gets past step 1, and of those below a limit exactly
   * as many as there is room for get past step 3. If several results would be true, the one of the earliest step is
   * returned.
   *
   * @throws {RangeError} for what does not fit, a passkey id that is not base64url, or a `status` that is not what
   *   `suspendedBy` says
   * @throws {TypeError} for `createUser`, where `sharesTransaction` is absent; otherwise what `createUser` rejects with
   * @throws {Error} for an event whose id is stored already or named twice
   */
  add(passkey: PasskeyRecord, together: AddOptions<Transaction>): Promise<AddOutcome>

  /**
   * The passkey of this relying party with this id, suspended or not, and its account; undefined when there is none.
   *
   * @throws {RangeError} for what does not fit, or a passkey id that is not base64url
   */
  find(rpId: string, id: CredentialId): Promise<PasskeyWithAccount | undefined>

  /**
   * Those of the ids that are remembered as removed at this relying party, each once, in any order.
   * `passkeys.remove`, `.removeAll` and `accounts.purge` remember every id that they remove, as the SHA-256 of the id
   * and nothing else, for a year: see `sweep`. An id that was removed twice is remembered from the last time.
   *
   * @throws {RangeError} for what does not fit, a passkey id that is not base64url, or more than 1000 ids
   */
  findRemoved(rpId: string, ids: readonly CredentialId[]): Promise<readonly RemovedId[]>

  /**
   * All passkeys of a user, suspended ones included, oldest first (equal times: by id), and the account, whose counts
   * are those of the passkeys: simultaneous changes are seen whole or not at all.
   *
   * @throws {RangeError} for what does not fit: `assertStorable`
   */
  listByUser(rpId: string, userId: string): Promise<UserPasskeys>

  /**
   * Records that a passkey signed its user in. Together, or not at all:
   *
   * 1. `spend` is marked as spent, else `already_spent`;
   * 2. the passkey exists, is `userId`'s and active, and `organizationId`, where one is given, is none of those that
   *    have suspended it, else `gone`;
   * 3. the account's version is `accountVersion`, else `account_changed`;
   * 4. the stored sign count is `expectedSignCount`, else `sign_count_moved`. It becomes `change.signCount`, never
   *    less than it was; `signInCount` goes up by one; `lastUsedAt`, even when it is earlier than the one before, and
   *    the flags of `change` are set (`userVerified` and `usedHere` only ever to true; without `change.usedHere` that
   *    one stays as it is); `change.transports` are added behind those that are stored already; `change.attestation` replaces the stored one;
   * 5. the events are stored.
   *
   * A result other than `recorded` means that nothing has changed. Synced passkeys stay at sign count 0, so step 4
   * does not serialize their sign-ins: step 1 does.
   *
   * @throws {RangeError} for what does not fit, or a passkey id that is not base64url
   * @throws {Error} for an event whose id is stored already or named twice
   */
  recordUse(use: RecordUse): Promise<RecordUseOutcome>

  /**
   * Whether this was spent, and is still remembered. It only decides the code of a refusal: `add` and `recordUse`
   * check for themselves.
   *
   * @throws {RangeError} for what does not fit: `assertStorable`
   */
  isSpent(id: Spend['id']): Promise<boolean>

  /**
   * Renames the passkey, suspended or not. A name that it already has is `done` as well, with its events. `gone` when
   * it does not exist or is not this user's.
   *
   * @throws {RangeError} for what does not fit, or a passkey id that is not base64url
   * @throws {Error} for an event whose id is stored already or named twice
   */
  rename(target: PasskeyTarget, name: string, events: readonly EventRecord[]): Promise<'done' | 'gone'>

  /**
   * Adds one scope to `suspendedBy`, or removes it; every other scope's entry is unchanged. The environment's entry
   * is the passkey's `status`, and changes the account's `activeCount`; an organization's entry changes neither.
   * Setting what is already set is `done`, changes nothing and stores no event. The last active passkey may be
   * suspended. `gone` when it does not exist or is not this user's. Simultaneous calls of different scopes all count.
   * `byUser` sets `suspendedByUser` with the environment's entry; removing that entry removes it.
   *
   * @throws {RangeError} for what does not fit, or a passkey id that is not base64url
   * @throws {Error} for an event whose id is stored already or named twice
   */
  setStatus(target: PasskeyTarget, change: StatusChange, events: readonly EventRecord[]): Promise<'done' | 'gone'>

  /**
   * Deletes the passkey and lowers the counts, with its events. Its id is free again and remembered as removed; its
   * account stays. `gone` when it does not exist or is not this user's. With `keepLastActive` it does not remove the
   * user's last active passkey (`last`), nor a passkey that any scope has suspended (`last` as well, whatever else
   * the user has): of simultaneous calls for a user's last two active passkeys exactly one removes. A passkey counts
   * as the last one unless more than `unusableOthers` others are active. With `addedCount` it returns `changed` while
   * the account has another one: of a removal and a simultaneous `add`, the removal never overlooks the new passkey.
   * `changed` comes before `last`.
   *
   * @throws {RangeError} for what does not fit, or a passkey id that is not base64url
   * @throws {Error} for an event whose id is stored already or named twice
   */
  remove(target: PasskeyTarget, together: RemoveOptions): Promise<RemoveOutcome>

  /**
   * Deletes all passkeys of the user, suspended ones included, and raises the account's version by one, with the
   * events that `tell` makes of them. The counts are 0; the prompt state is unchanged. No ceremony begun before can
   * add a passkey: if there is no account, one is created at version 1, and a tombstone stays one. Returns the
   * deleted passkeys, oldest first, and the account as it then is; each passkey is deleted by one of simultaneous
   * calls.
   *
   * @throws {RangeError} for what does not fit: `assertStorable`
   * @throws {Error} for an event whose id is stored already or named twice; otherwise what `tell` throws
   */
  removeAll(target: AccountMadeIfAbsent, tell: RemovedEvents): Promise<RemovedPasskeys>

  /**
   * Passkeys of a relying party in the order of the bytes of their ids, a page at a time; for admins, export and
   * adoption. A walk over all pages returns every passkey that exists throughout exactly once. `next` is the id of
   * the last item, and the page after it is correct even if that passkey has been removed since.
   *
   * @throws {RangeError} for what does not fit, an `after` that is not base64url, or a `limit` that is not a whole
   *   number from 1 to 1000
   */
  page(query: PasskeyPageQuery): Promise<Page<PasskeyRecord>>
}

/** An id that was removed within the last year. */
export interface RemovedId {
  readonly id: CredentialId
  /** `purged`: with all that was stored about its user, by `accounts.purge`. */
  readonly reason: 'removed' | 'purged'
  readonly removedAt: number
}

/** One page of a relying party's passkeys. */
export interface PasskeyPageQuery {
  readonly rpId: string
  /** The `next` of the page before; left out or empty for the first. */
  readonly after?: string
  /** A whole number from 1 to 1000; any other limit makes the verb reject. */
  readonly limit: number
}
