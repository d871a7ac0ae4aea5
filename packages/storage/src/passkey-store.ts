import type { CredentialId } from '@latchkey/wire'
import type { AccountMadeIfAbsent, RemovedEvents } from './account-store.js'
import type { EventRecord } from './events.js'
import type {
  AccountRecord,
  AttestationRecord,
  Page,
  PasskeyRecord,
  PasskeyStatus,
  PasskeyWithAccount,
  PolicyScope,
  Spend,
  UserPasskeys,
} from './records.js'

/**
 * Passkeys, and the accounts whose counts go with them. Ids of every kind are compared by bytes. The id of a passkey that
 * is not base64url is refused by a rejection, whatever the verb: `assertStorableCredentialId`.
 */
export interface PasskeyStore<Transaction = unknown> {
  /**
   * Keeps a new passkey. Together, or not at all:
   *
   * 1. every `spend` is marked as spent; a spend that already was spent, by whatever verb, or is named twice answers
   *    `already_spent`, and so does a `code` that is not there (any more), is used, or has expired at
   *    `passkey.createdAt`: else it is marked as used at that instant. None is needed;
   * 2. the account is found or created. There is none: `accountVersion` must be 0, and it is created at version 1.
   *    There is one, or a tombstone: its version must be `accountVersion`. Of a live one the handle must be
   *    `passkey.userHandle`, unless `passkey.source` is `import`. Anything else returns `account_changed`. A tombstone
   *    is lifted by a passkey of the user's own, whose source is `self`, `sign-up` or `invitation`: it keeps its
   *    version and loses `purgedAt`; of any other source it returns `account_purged`. An account that is created, or
   *    was a tombstone, has `passkey.userHandle` and `.createdAt`, and no decline;
   * 3. `passkeyCount` is below `limit` and goes up by one, else `limit_reached`; `activeCount` goes up when the
   *    passkey is active;
   * 4. the passkey is stored. Its id is unique per relying party over all users, else `duplicate`. One whose source is
   *    `import` must not have an id that is remembered as removed: else `account_purged`, where a purge removed it, or
   *    `removed_since`. So no old export brings back what was removed;
   * 5. `prompt.declinedAt`, `.declines` and `.never` are cleared;
   * 6. `createUser` is called with the adapter's own transaction, by adapters that offer that, once the steps before
   *    hold; when it rejects, everything is undone and the rejection passes through as it is;
   * 7. the events are kept.
   *
   * The passkey whose `status` is not what its `suspendedBy` says is refused by a rejection.
   *
   * An answer other than `added` changes nothing, so the same `spend` can be tried again. Of any number of
   * simultaneous calls with the same `spend.id` exactly one gets past step 1, and of those below a limit exactly
   * as many as there is room for get past step 3. When several answers would be true, the one of the earlier step.
   */
  add(passkey: PasskeyRecord, together: AddOptions<Transaction>): Promise<AddOutcome>

  /** The passkey of this relying party with this id, suspended or not, and its account; undefined when there is none. */
  find(rpId: string, id: CredentialId): Promise<PasskeyWithAccount | undefined>

  /**
   * Those of the ids that are remembered as removed at this relying party, each once, in any order. `passkeys.remove`,
   * `.removeAll` and `accounts.purge` remember every id that they remove, as the SHA-256 of the id and nothing else,
   * for a year: see `sweep`. An id that was removed twice is remembered from the last time. At most 1000 ids; more are
   * refused by a rejection.
   */
  findRemoved(rpId: string, ids: readonly CredentialId[]): Promise<readonly RemovedId[]>

  /**
   * All passkeys of a user, suspended ones included, oldest first (equal times: by id), and the account, whose counts
   * are those of the passkeys: simultaneous changes are seen whole or not at all.
   */
  listByUser(rpId: string, userId: string): Promise<UserPasskeys>

  /**
   * Records that a passkey signed somebody in. Together, or not at all:
   *
   * 1. `spend` is marked as spent, else `already_spent`;
   * 2. the passkey is there, is `userId`'s and active, and `organizationId`, where one is given, is none of those that
   *    have suspended it, else `gone`;
   * 3. the account's version is `accountVersion`, else `account_changed`;
   * 4. the stored sign count is `expectedSignCount`, else `sign_count_moved`. It becomes `change.signCount`, never
   *    less than it was; `signInCount` goes up by one; `lastUsedAt`, even when it is earlier than the one before, and
   *    the flags of `change` are set (`userVerified` only ever from false to true); `change.transports` are added
   *    behind those that are stored, which stay; `change.attestation` replaces the one that is stored;
   * 5. the events are stored.
   *
   * An answer other than `recorded` changes nothing. Synced passkeys stay at sign count 0, so step 4 does not
   * serialise their sign-ins: step 1 does.
   */
  recordUse(use: RecordUse): Promise<RecordUseOutcome>

  /**
   * Whether this was spent, and is still remembered. Decides nothing but what a refusal is called: `add` and
   * `recordUse` judge for themselves.
   */
  isSpent(id: Spend['id']): Promise<boolean>

  /**
   * Names the passkey, suspended or not; the name that it has already is `done` as well, with its events. `gone` when
   * it is not there or not this user's.
   */
  rename(target: PasskeyTarget, name: string, events: readonly EventRecord[]): Promise<'done' | 'gone'>

  /**
   * Adds one scope to `suspendedBy`, or takes it away; every other scope's entry stays. The environment's entry is the
   * passkey's `status`, and moves the account's `activeCount`; an organization's changes neither. Setting what is
   * already set is `done`, changes nothing and stores no event. The last active passkey may be suspended. `gone` when
   * it is not there or not this user's. Simultaneous calls of different scopes all count.
   */
  setStatus(target: PasskeyTarget, change: StatusChange, events: readonly EventRecord[]): Promise<'done' | 'gone'>

  /**
   * Deletes the passkey and counts it off, with its events; its id is free again and remembered as removed, its account
   * stays. `gone` when it is not there or not this user's.
   * With `keepLastActive` the user's last active passkey stays (`last`), and so does every one that any scope has
   * suspended (`last` as well, whatever else the user has): of simultaneous calls for a user's last two active passkeys exactly one removes.
   * So it is while more are active than `unusableOthers` beside it.
   */
  remove(target: PasskeyTarget, together: RemoveOptions): Promise<'removed' | 'gone' | 'last'>

  /**
   * Deletes all passkeys of the user, suspended ones included, and raises the account's version by one, with the
   * events that `tell` makes of them; counts are 0, what was answered to being asked for a passkey stays. No passkey
   * is added by a ceremony begun before: where there is no account one comes into being at version 1, and a tombstone
   * stays one. Answers the passkeys that went, oldest first, and the account as it then is; of simultaneous calls
   * each passkey goes by one.
   */
  removeAll(target: AccountMadeIfAbsent, tell: RemovedEvents): Promise<RemovedPasskeys>

  /**
   * Passkeys of a relying party in the order of the bytes of their ids, a page at a time; for admins, export and
   * adoption. Who walks all pages meets every passkey that is there all the while exactly once. `next` is the id of
   * the last item, and the page after it is right even when that passkey has gone since.
   */
  page(query: PasskeyPageQuery): Promise<Page<PasskeyRecord>>
}

/** A new status of a passkey, and the layer that ordered it. */
export interface StatusChange {
  readonly scope: PolicyScope
  readonly status: PasskeyStatus
}

/** An id that was removed within the last year. */
export interface RemovedId {
  readonly id: CredentialId
  /** `purged`: with all that was known of its user, by `accounts.purge`. */
  readonly reason: 'removed' | 'purged'
  readonly removedAt: number
}

/** What an `add` is conditional on, and what is stored with it. */
export interface AddOptions<Transaction = unknown> {
  /** The ceremony, and the code it redeemed if there was one. */
  readonly spend: readonly Spend[]
  /** How many passkeys the user may have, this one included. */
  readonly limit: number
  /** The account's version when the ceremony was begun, 0 when there was no account. */
  readonly accountVersion: number
  /**
   * Raises the version of an account that is there, as `accounts.raiseVersion` does: for a recovery, which ends what was
   * begun before it.
   */
  readonly raiseVersion?: boolean
  /**
   * Called inside the adapter's transaction by adapters that share the host's database (`sharesTransaction`); others
   * reject it, unheard.
   * Called again when the database had to undo that transaction and the adapter runs it anew, so it writes through the
   * transaction and nowhere else.
   */
  readonly createUser?: (transaction: Transaction) => Promise<void>
  /** Stored in the same transaction as the passkey. */
  readonly events: readonly EventRecord[]
}

/** Whether the passkey was added, or the first condition that did not hold. */
export type AddOutcome =
  | 'added'
  | 'already_spent'
  | 'account_changed'
  | 'account_purged'
  | 'limit_reached'
  | 'duplicate'
  | 'removed_since'

/** Which passkey, and whose it must be. */
export interface PasskeyTarget {
  readonly rpId: string
  readonly id: CredentialId
  readonly userId: string
}

/** A verified sign-in, and what it is conditional on. */
export interface RecordUse extends PasskeyTarget {
  /** The ceremony. Not a code: those are for `add`. */
  readonly spend: Spend
  readonly accountVersion: number
  readonly expectedSignCount: number
  /** Where the user signs in, when that is at an organization. */
  readonly organizationId?: string
  readonly change: UseChange
  readonly events: readonly EventRecord[]
}

/** What a sign-in changes on its passkey. */
export interface UseChange {
  readonly signCount: number
  readonly lastUsedAt: number
  readonly backupEligible: boolean
  readonly backedUp: boolean
  readonly userVerified: boolean
  /** Learned by this use; what is stored already is not stored again. */
  readonly transports?: readonly string[]
  /** Of a passkey whose attestation could be judged only now. */
  readonly attestation?: AttestationRecord
}

/** Whether the use was recorded, or the first condition that did not hold. */
export type RecordUseOutcome = 'recorded' | 'already_spent' | 'gone' | 'account_changed' | 'sign_count_moved'

/** What a removal is conditional on, and what is stored with it. */
export interface RemoveOptions {
  /** Now: from when its id is remembered as removed. */
  readonly at: number
  /** Whether the removal fails for the user's last usable passkey. */
  readonly keepLastActive: boolean
  /**
   * How many of the user's other active passkeys could sign nobody in, and so count as none that is left. Default: 0.
   */
  readonly unusableOthers?: number
  /** Stored in the same transaction as the removal. */
  readonly events: readonly EventRecord[]
}

/** What `removeAll` has done. */
export interface RemovedPasskeys {
  readonly removed: readonly PasskeyRecord[]
  readonly account: AccountRecord
}

/** One page of a relying party's passkeys. */
export interface PasskeyPageQuery {
  readonly rpId: string
  /** The `next` of the page before; left out or empty for the first. */
  readonly after?: string
  /** A whole number from 1 to 1000; another limit is refused by a rejection. */
  readonly limit: number
}
