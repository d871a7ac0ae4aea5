import type { AuthenticatorAttachment, CredentialId, UserHandle } from '@latchkey/wire'

/** How the rows of one product are read. */
export interface RowFormat {
  /** The passkeys of one row: itself, or those that the row of a user holds. */
  passkeysIn(row: unknown): readonly unknown[]
  /**
   * One passkey, every field of the right form, nothing judged.
   *
   * @throws {RowRefusal} `malformed`, `unknown_field`, `not_a_passkey`
   */
  read(passkey: unknown): ForeignPasskey
}

/** A passkey that another product, another library or another Latchkey has kept. */
export interface ForeignPasskey {
  /** Left out by formats that say nothing of it. */
  readonly rpId?: string | undefined
  readonly id: CredentialId
  /** Bytes of the credential id, before base64url. */
  readonly idLength: number
  readonly userId: string
  /** What the authenticator answers as the user; left out where nobody kept it. */
  readonly userHandle?: UserHandle | undefined
  /** COSE. */
  readonly publicKey: Uint8Array
  readonly signCount: number
  readonly signInCount?: number | undefined
  /** As it stood there. */
  readonly name?: string | undefined
  readonly aaguid?: string | undefined
  readonly transports: readonly string[]
  readonly attachment?: AuthenticatorAttachment | undefined
  readonly discoverable?: boolean | undefined
  readonly backupEligible: boolean
  readonly backedUp: boolean
  readonly status?: 'active' | 'suspended' | undefined
  readonly organizationId?: string | undefined
  readonly createdAt?: number | undefined
  readonly lastUsedAt?: number | undefined
  /** What the format calls the fields that are judged later; the others are called as here. */
  readonly fields: FieldNames
}

/** The names that a refusal says. */
export interface FieldNames {
  readonly id: string
  readonly publicKey: string
  readonly userHandle: string
  readonly userId: string
  readonly backedUp: string
  readonly createdAt: string
  readonly lastUsedAt: string
}

/** A row that is a passkey. */
export function onlyItself(row: unknown): readonly unknown[] {
  return [row]
}
