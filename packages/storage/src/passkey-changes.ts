import type { CredentialId } from '@latchkey/wire'
import type { EventRecord } from './events.js'
import type { AccountRecord, AttestationRecord, PasskeyRecord, PasskeyStatus, PolicyScope, Spend } from './records.js'

/** A new status of a passkey, and the layer that set it. */
export interface StatusChange {
  readonly scope: PolicyScope
  readonly status: PasskeyStatus
  /**
   * The user suspends it: sets `suspendedByUser`, for the scope `environment` only.
   *
   * @default false
   */
  readonly byUser?: boolean
}

/** What an `add` is conditional on, and what is stored with it. */
export interface AddOptions<Transaction = unknown> {
  /** The ceremony, and the code it redeemed if there was one. */
  readonly spend: readonly Spend[]
  /** How many passkeys the user may have, this one included. */
  readonly limit: number
  /** The account's version when the ceremony was begun; 0 when there was no account. */
  readonly accountVersion: number
  /**
   * Raises the version of an existing account, as `accounts.raiseVersion` does: for a recovery, which ends what was
   * begun before it.
   *
   * @default false
   */
  readonly raiseVersion?: boolean
  /**
   * Called inside the adapter's transaction by adapters that share your app's database (`sharesTransaction`); other
   * adapters reject without calling it. Called again if the database undid that transaction and the adapter runs it
   * again, so write through the transaction and nowhere else.
   *
   * @default no user is created
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

/** Which passkey, and which user must own it. */
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
  /** The organization where the user signs in, if there is one. */
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
  /** For a passkey that was created silently or imported. */
  readonly usedHere?: true
  /** Learned by this use; what is stored already is not stored again. */
  readonly transports?: readonly string[]
  /** For a passkey whose attestation could be checked only now. */
  readonly attestation?: AttestationRecord
}

/** Whether the use was recorded, or the first condition that did not hold. */
export type RecordUseOutcome = 'recorded' | 'already_spent' | 'gone' | 'account_changed' | 'sign_count_moved'

/** What a removal is conditional on, and what is stored with it. */
export interface RemoveOptions {
  /** Now: the time from which its id is remembered as removed. */
  readonly at: number
  /** Whether the removal fails for the user's last usable passkey. */
  readonly keepLastActive: boolean
  /**
   * How many of the user's other active passkeys cannot sign the user in, and so do not count.
   *
   * @default 0
   */
  readonly unusableOthers?: number
  /**
   * The account's `addedCount` when the caller decided: any other means that a passkey was added since.
   *
   * @default not compared
   */
  readonly addedCount?: number
  /** Stored in the same transaction as the removal. */
  readonly events: readonly EventRecord[]
}

/** Whether the passkey was removed, or the condition that did not hold. */
export type RemoveOutcome = 'removed' | 'gone' | 'changed' | 'last'

/** The result of `removeAll`. */
export interface RemovedPasskeys {
  readonly removed: readonly PasskeyRecord[]
  readonly account: AccountRecord
}
