import type { PolicyScope } from '@latchkey/storage'
import type { AuthenticatorAttachment, CredentialId, UserHandle } from '@latchkey/wire'
import type { TimeUnit } from './read-instant.js'
import type { Row } from './row.js'

/** How the rows of one product are read. */
export interface RowFormat {
  /** The passkeys of one row: itself, or those in the row of a user. */
  passkeysIn(row: unknown): readonly unknown[]
  /**
   * One passkey, every field of the right form, nothing checked beyond that. Numbers that are times count `units`,
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
  /** Bytes of the credential id, before base64url. */
  readonly idLength: number
  readonly userId: string
  /** What the authenticator answers as the user; left out where it was not stored. */
  readonly userHandle?: UserHandle | undefined
  /** COSE. */
  readonly publicKey: Uint8Array
  readonly signCount: number
  readonly signInCount?: number | undefined
  /** As it was there. */
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
  /** What the row calls the fields that are checked later; the others are called as here. */
  readonly fields: FieldNames
}

export interface BackupFlags {
  /** Undefined where it is not known: the first use will show it. */
  readonly backupEligible: boolean | undefined
  readonly backedUp: boolean
}

/** The names that a refusal has. */
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

/** A passkey that is backed up can be backed up, also where the row does not have that. */
export function backupFlags(backupEligible: boolean | undefined, backedUp: boolean): BackupFlags {
  return { backupEligible: backedUp ? (backupEligible ?? true) : backupEligible, backedUp }
}

/** A row that is a passkey. */
export function onlyItself(row: unknown): readonly unknown[] {
  return [row]
}
