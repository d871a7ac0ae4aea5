import type { PolicyScope } from '@latchkey/storage'
import type { AuthenticatorAttachment, CredentialId, UserHandle } from '@latchkey/wire'
import type { TimeUnit } from './read-instant.js'
import type { Row } from './row.js'

/** How the rows of one product are parsed. */
export interface RowFormat {
  /** The passkeys of one row: the row itself, or those in the row of a user. */
  passkeysIn(row: unknown): readonly unknown[]
  /**
   * One passkey with every field in the right form. Nothing else is checked. Numbers that are times are in `units`,
   * milliseconds by default.
   *
   * @throws {RowRefusal} `malformed`, `unknown_field`, `not_a_passkey`
   */
  read(passkey: unknown, units?: TimeUnit): ForeignPasskey
}

/** A passkey that another product, another library or another Latchkey has stored. */
export interface ForeignPasskey extends BackupFlags {
  /** Left out by formats that have no such field. */
  readonly rpId?: string | undefined
  readonly id: CredentialId
  /** The length of the credential id in bytes, before base64url encoding. */
  readonly idLength: number
  readonly userId: string
  /** The user handle that the authenticator returns; left out if it was not stored. */
  readonly userHandle?: UserHandle | undefined
  /** COSE. */
  readonly publicKey: Uint8Array
  readonly signCount: number
  readonly signInCount?: number | undefined
  /** As it was stored there. */
  readonly name?: string | undefined
  readonly aaguid?: string | undefined
  readonly transports: readonly string[]
  readonly attachment?: AuthenticatorAttachment | undefined
  readonly discoverable?: boolean | undefined
  /** The scopes that have suspended it. */
  readonly suspendedBy?: readonly PolicyScope[] | undefined
  readonly organizationId?: string | undefined
  readonly boundTo?: string | undefined
  readonly createdAt?: number | undefined
  readonly lastUsedAt?: number | undefined
  /** The row's names for the fields that are checked later. Fields without an entry have the names used here. */
  readonly fields: FieldNames
}

export interface BackupFlags {
  /** Undefined if it is unknown: the first use sets it. */
  readonly backupEligible: boolean | undefined
  readonly backedUp: boolean
}

/** The field names that a refusal uses. */
export interface FieldNames {
  readonly id: string
  readonly publicKey: string
  readonly userHandle: string
  readonly userId: string
  readonly backedUp: string
  readonly createdAt: string
  readonly lastUsedAt: string
}

/** The fields as the row spells them. */
export function namesIn(row: Row, fields: FieldNames): FieldNames {
  const { id, publicKey, userHandle, userId, backedUp, createdAt, lastUsedAt } = fields
  return {
    id: row.nameOf(id),
    publicKey: row.nameOf(publicKey),
    userHandle: row.nameOf(userHandle),
    userId: row.nameOf(userId),
    backedUp: row.nameOf(backedUp),
    createdAt: row.nameOf(createdAt),
    lastUsedAt: row.nameOf(lastUsedAt),
  }
}

/** A passkey that is backed up can be backed up, even if the row has no such field. */
export function backupFlags(backupEligible: boolean | undefined, backedUp: boolean): BackupFlags {
  return { backupEligible: backedUp ? (backupEligible ?? true) : backupEligible, backedUp }
}

/** A row that is itself a passkey. */
export function onlyItself(row: unknown): readonly unknown[] {
  return [row]
}
