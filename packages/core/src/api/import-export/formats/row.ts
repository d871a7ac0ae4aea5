import { type JsonObject, member } from '../../../webauthn/parse/json-object.js'
import { fromExtendedJson } from './extended-json.js'

/** One row, by the field names of its format. */
export interface Row {
  /** The value, or undefined if the field is missing or null: databases return null for what was never set. */
  value(field: string): unknown
  /** This row's name for the field: a refusal uses it. */
  nameOf(field: string): string
}

/** The fields of a format, each with its alternative names. */
export type KnownFields = Readonly<Record<string, readonly string[]>>

/**
 * The row as an object that has no other fields than these. Names are compared without case and underscores, because
 * query builders and databases spell them in their own way: `credentialID`, `credential_id`, `credential_i_d`.
 *
 * @throws {RowRefusal} `unknown_field`; `malformed` if two columns are the same field, or the value is not an object.
 */
export function openRow(value: unknown, known: KnownFields): Row {
  const row = readObject(value)
  const fields = fieldsByFoldedName(known)
  const names = new Map<string, string>()
  for (const name of Object.keys(row)) {
    const field = fields.get(folded(name))
    if (field === undefined) throw new RowRefusal('unknown_field', name)
    if (names.has(field)) throw new RowRefusal('malformed', name)
    names.set(field, name)
  }
  return rowOf(row, names)
}

/** The row as an object that has no other fields than these, in exactly this spelling. */
export function openExactRow(value: unknown, known: readonly string[]): Row {
  const row = readObject(value)
  const unknownField = Object.keys(row).find((name) => !known.includes(name))
  if (unknownField !== undefined) throw new RowRefusal('unknown_field', unknownField)
  return rowOf(row, new Map(known.map((name) => [name, name])))
}

function rowOf(row: JsonObject, names: ReadonlyMap<string, string>): Row {
  const nameOf = (field: string) => names.get(field) ?? field
  return { nameOf, value: (field) => fromExtendedJson(member(row, nameOf(field))) ?? undefined }
}

function readObject(value: unknown): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new RowRefusal('malformed', '')
  return value as JsonObject
}

function fieldsByFoldedName(known: KnownFields): ReadonlyMap<string, string> {
  const namesOf = ([field, others]: [string, readonly string[]]) => [field, ...others]
  return new Map(Object.entries(known).flatMap((it) => namesOf(it).map((name) => [folded(name), it[0]] as const)))
}

/** The text without the differences between spellings of one name. A name that begins with `_` is MongoDB's own. */
export function folded(name: string): string {
  return name.replace(/(?!^)_/g, '').toLowerCase()
}

/** The result of `read` for the field, if the row has it. */
export function optional<Value>(row: Row, field: string, read: (row: Row, field: string) => Value): Value | undefined {
  return row.value(field) === undefined ? undefined : read(row, field)
}

/** The field is missing, or its value has the wrong form. */
export function malformed(row: Row, field: string): RowRefusal {
  return new RowRefusal('malformed', row.nameOf(field))
}

/**
 * The closed set of reasons to refuse a row: each code with a constant sentence that can be printed. A program may
 * branch on a code, never on the sentence.
 */
export const rowRefusals = {
  malformed: 'The field is missing, or its value does not match the format.',
  unknown_field: 'The format has no such field.',
  time_unit_unclear: 'The time is before passkeys existed, so its unit differs from the unit of this import.',
  relying_party_mismatch: 'The passkey was created for another relying party.',
  not_a_passkey: 'This is a key for a second factor, which cannot sign in by itself.',
  credential_id_invalid: 'The credential id is too short.',
  credential_id_too_long: 'The credential id is too long.',
  malformed_public_key: 'The public key cannot be read.',
  public_key_invalid: 'The public key is not valid.',
  backup_flags_invalid: 'The row says that the passkey is backed up but not eligible for backup.',
  user_handle_taken: 'The user handle belongs to another user.',
  already_registered: 'Another user has this credential id, or the stored key differs.',
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
