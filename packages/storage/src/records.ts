/**
 * What is stored. Times are epoch milliseconds, durations seconds, bytes `Uint8Array`, ids branded base64url strings.
 * Records are values: a store returns copies, never its own state.
 *
 * Several relying parties and environments may share one database. Every record that is about a user, an
 * administrator's choice or an event has an `rpId`, and belongs to no other relying party. That `rpId` names the
 * environment as well: it is the RP ID alone in the environment `default`, and the environment, a slash and the RP ID
 * in every other one, such as `staging/example.com`. An adapter compares it by bytes, and never takes it apart. Without
 * it are: what was spent, whose ids are random; rates, whose keys contain it; accepted metadata, which is the same for
 * all.
 */

import type { AuthenticatorAttachment, CredentialId, UserHandle } from '@latchkey/wire'

/** One stored credential: the credential record of WebAuthn section 4, and what Latchkey adds. */
export interface PasskeyRecord {
  /** The relying party and the environment: see above. The same in every record. */
  readonly rpId: string
  /** The credential id, unique per relying party over all users. Compared by bytes, so case matters. */
  readonly id: CredentialId
  /** Your app's id of the owner, 1 to 255 characters. */
  readonly userId: string
  /**
   * The user handle that the authenticator returns. It is the account's own, except for an imported passkey; empty
   * for an imported one whose handle is unknown.
   */
  readonly userHandle: UserHandle
  /** The public key as COSE, at most 4096 bytes. */
  readonly publicKey: Uint8Array
  /** COSE algorithm number. */
  readonly algorithm: number
  /** The authenticator's signature counter, 0 to 2³²−1. Never goes down. */
  readonly signCount: number
  /** How often it signed its user in. */
  readonly signInCount: number
  /** 1 to 100 characters. */
  readonly name: string
  /** The model of the authenticator as a UUID; a claim unless attested. */
  readonly aaguid: string
  readonly attestation: AttestationRecord
  /** As the authenticator reported them, unknown ones included. */
  readonly transports: readonly string[]
  readonly attachment?: AuthenticatorAttachment
  /** `credProps.rk`; absent when the browser did not report it. */
  readonly discoverable?: boolean
  /**
   * BE: fixed when the credential is created, and recorded if it changes anyway. Absent when it is unknown, for
   * example after an import without it; the first use sets it.
   */
  readonly backupEligible?: boolean
  /** BS: whether it is backed up at the moment. */
  readonly backedUp: boolean
  /**
   * Whether the user was verified when it was created, or at a use since that could prove it (`uvInitialized`). A
   * passkey that was created silently or imported starts without.
   */
  readonly userVerified: boolean
  /**
   * For a passkey whose user was not verified when it was created or imported: whether that user had a second factor at
   * that time. Then its own user verification alone does not prove it. Absent means no.
   */
  readonly hadSecondFactor?: boolean
  /** For a passkey that was created silently or imported: whether it has been used here since. Absent means no. */
  readonly usedHere?: boolean
  /** `suspended` exactly when `environment` is one of `suspendedBy`; only `active` ones are in `activeCount`. */
  readonly status: PasskeyStatus
  /**
   * Every scope that has suspended it: `environment` first, then organizations in the order of their bytes, each once.
   * The environment's entry refuses the passkey everywhere. An organization's entry refuses it at that organization
   * only: everywhere else it is active, and it counts as active.
   */
  readonly suspendedBy: readonly PolicyScope[]
  /**
   * The user has suspended it, after a recovery: the environment's entry is the user's own, who may remove the passkey
   * later. Absent means no.
   */
  readonly suspendedByUser?: true
  readonly source: PasskeySource
  /** The admin who enrolled it, if one did. */
  readonly enrolledBy?: string
  readonly organizationId?: string
  /** The only organization where it may be used; absent when it may be used at all organizations of its user. */
  readonly boundTo?: string
  readonly createdAt: number
  readonly lastUsedAt?: number
}

/** What the attestation statement of a passkey showed when it was registered. */
export interface AttestationRecord {
  /** The format of the received statement, such as `none` or `packed`. */
  readonly format: string
  readonly type: 'none' | 'self' | 'certified' | 'unjudged'
  readonly trusted: boolean
  /**
   * The certificates of a statement that could not be checked when the passkey was created, for a later check: DER as
   * base64url, the signer first; at most 5, each of at most 16 KiB.
   */
  readonly chain?: readonly string[]
}

/** A suspended passkey is stored and cannot be used. */
export type PasskeyStatus = 'active' | 'suspended'

/** How a passkey was added. */
export type PasskeySource = 'self' | 'sign-up' | 'admin' | 'invitation' | 'recovery' | 'upgrade' | 'import'

/** Whether a first passkey of this source is the user's own, and so turns a tombstone into a live account. */
export const liftsTombstone = {
  self: true,
  'sign-up': true,
  invitation: true,
  admin: false,
  recovery: false,
  upgrade: false,
  import: false,
} as const satisfies Record<PasskeySource, boolean>

/** A user of one relying party, as far as passkeys are concerned. Created with the first thing to store. */
export interface AccountRecord {
  readonly rpId: string
  readonly userId: string
  /** 32 random bytes; immutable, and still stored after the last passkey is removed. */
  readonly userHandle: UserHandle
  /** 1 when it is created; raised by recovery, purge, remove-all and `admin.accounts.invalidate`. */
  readonly version: number
  /** The number of this user's passkeys. Changed in the same atomic call as the rows; limits are checked against it. */
  readonly passkeyCount: number
  /** How many of them are active. */
  readonly activeCount: number
  /**
   * How many passkeys have ever been added, removed ones included; 0 where none was counted yet. It never goes down, so
   * it shows every addition since it was read.
   */
  readonly addedCount: number
  readonly prompt: PromptRecord
  readonly createdAt: number
  /** Until then the user can put off the passkey that the policy requires. Written once, and deleted by a purge. */
  readonly graceUntil?: number
  /** Set when the user was purged: a tombstone, which a new account with a fresh handle may take over. */
  readonly purgedAt?: number
}

/** How a user responded to prompts for a passkey. */
export interface PromptRecord {
  readonly declinedAt?: number
  /** Times declined since it was last cleared. */
  readonly declines: number
  /** "Don't ask again." */
  readonly never: boolean
  readonly lastShownAt?: number
}

/** One stored layer of policy, or the frozen table of decoys, of one relying party. */
export interface StoredPolicyRecord {
  readonly rpId: string
  /** `environment`, or `organization:` or `group:` followed by your app's id of it, or `decoys`. */
  readonly scope: StoredScope
  /** An override that is switched off stays stored. */
  readonly enabled: boolean
  /** A partial policy, and perhaps the one that replaces it later, as JSON of at most 200 kB; core validates it again when it reads it. */
  readonly policy: Readonly<Record<string, unknown>>
  /** 1 for the first that is written. */
  readonly version: number
  readonly changedAt: number
  readonly changedBy?: string
}

/** The environment, or an organization. */
export type PolicyScope = 'environment' | `organization:${string}`

/** The layer that a stored policy belongs to. */
export type LayerScope = PolicyScope | `group:${string}`

/** The table that decoys of a relying party are drawn from: written once, at version 1, and never again. */
export type DecoyTableScope = 'decoys'

/** Every scope that a row of the policy store can have. */
export type StoredScope = LayerScope | DecoyTableScope

/** A secret that a user types in: hashed, with counted tries, and deleted after it expires. */
export interface CodeRecord {
  /** 128 bits, base64url. */
  readonly id: string
  readonly purpose: CodePurpose
  readonly rpId: string
  readonly userId: string
  /** At most 4096 bytes. */
  readonly hash: Uint8Array
  /** How many wrong hashes it still takes. */
  readonly triesLeft: number
  /** How often it may still be redeemed. */
  readonly redemptionsLeft: number
  readonly createdAt: number
  readonly expiresAt?: number
  readonly createdBy?: string
  readonly organizationId?: string
  /** The only organization where the passkey that it leads to may be used. */
  readonly boundTo?: string
  /** Where the authenticator of that passkey must be. */
  readonly attachment?: AuthenticatorAttachment
  /** The profile of a user who is created with that passkey, as JSON of at most 2000 bytes. */
  readonly profile?: Readonly<Record<string, unknown>>
  readonly usedAt?: number
}

/** What a code is for. */
export type CodePurpose = 'invitation' | 'recovery' | 'otp'

/** A ceremony or a code that is used up by the call that receives it. */
export interface Spend {
  /** 128 bits, base64url. */
  readonly id: string
  /**
   * After this instant it could not be used anyway; the store remembers it for 24 hours longer. The same whenever the
   * same id is spent, unless it is a code.
   */
  readonly expiresAt: number
  /** It is a stored code: the store looks that code up, and uses it up. */
  readonly code?: true
}

/** A page of a listing by key. `next` is the `after` of the following page; absent on the last. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly next?: string
}

/** What a relying party stores about one credential: both records, read at the same instant. */
export interface PasskeyWithAccount {
  readonly passkey: PasskeyRecord
  readonly account: AccountRecord
}

/** A user's passkeys, oldest first, and the account, read at the same instant. */
export interface UserPasskeys {
  readonly passkeys: readonly PasskeyRecord[]
  /** Absent when nothing was ever stored about this user; a tombstone after a purge. */
  readonly account?: AccountRecord
}
