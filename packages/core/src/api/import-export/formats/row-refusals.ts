/**
 * The closed set of reasons to refuse a row: each code with a constant sentence that can be printed. A program may
 * branch on a code, never on the sentence.
 */
export const rowRefusals = {
  malformed: 'The field is missing, or its value is not what the format says.',
  unknown_field: 'The format has no such field.',
  time_unit_unclear: 'The time is before there were passkeys: its unit is not the one that the import was given.',
  relying_party_mismatch: 'The passkey was made for another relying party.',
  not_a_passkey: 'This is a key for a second factor, which cannot sign in by itself.',
  credential_id_invalid: 'The credential id is too short.',
  credential_id_too_long: 'The credential id is too long.',
  malformed_public_key: 'The public key cannot be read.',
  public_key_invalid: 'The public key is not a sound key.',
  backup_flags_invalid: 'It cannot be backed up, and is said to be.',
  user_handle_taken: 'The user handle is that of another user.',
  already_registered: 'Another user has this credential id, or it has another key here.',
  limit_reached: 'The user has the maximum number of passkeys.',
  account_purged: 'The user was purged here.',
  account_changed: 'The account has changed in the meantime. Run the import again.',
  removed_since: 'The passkey was removed here.',
} as const satisfies Readonly<Record<string, string>>

/** The code of a refusal. */
export type RowRefusalCode = keyof typeof rowRefusals

/** Nothing of this row is stored. Caught where rows are counted, and never thrown at a caller. */
export class RowRefusal extends Error {
  readonly code: RowRefusalCode
  /** The field at fault, by its name in the format. */
  readonly field: string

  constructor(code: RowRefusalCode, field: string) {
    super(rowRefusals[code])
    this.name = 'RowRefusal'
    this.code = code
    this.field = field
  }
}
