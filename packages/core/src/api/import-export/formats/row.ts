import { type JsonObject, member } from '../../../webauthn/parse/json-object.js'
import { RowRefusal } from './row-refusals.js'

/** One row, by the names that its format gives to the fields. */
export interface Row {
  /** The value, or undefined where the field is missing or null: databases return null for what was never set. */
  value(field: string): unknown
  /** What this row calls the field: a refusal names it so. */
  nameOf(field: string): string
}

/** The fields of a format, each with the other names that it is known by. */
export type KnownFields = Readonly<Record<string, readonly string[]>>

/**
 * The row as an object that has no other fields than these. Names are compared without case and underscores, because
 * query builders and databases spell them in their own way: `credentialID`, `credential_id`, `credential_i_d`.
 *
 * @throws {RowRefusal} `unknown_field`; `malformed` where two columns are the same field, or the value is no object.
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

/** The row as an object that has no other fields than these, spelled exactly so. */
export function openExactRow(value: unknown, known: readonly string[]): Row {
  const row = readObject(value)
  const unknownField = Object.keys(row).find((name) => !known.includes(name))
  if (unknownField !== undefined) throw new RowRefusal('unknown_field', unknownField)
  return rowOf(row, new Map(known.map((name) => [name, name])))
}

function rowOf(row: JsonObject, names: ReadonlyMap<string, string>): Row {
  const nameOf = (field: string) => names.get(field) ?? field
  return { nameOf, value: (field) => member(row, nameOf(field)) ?? undefined }
}

function readObject(value: unknown): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new RowRefusal('malformed', '')
  return value as JsonObject
}

function fieldsByFoldedName(known: KnownFields): ReadonlyMap<string, string> {
  const namesOf = ([field, others]: [string, readonly string[]]) => [field, ...others]
  return new Map(Object.entries(known).flatMap((it) => namesOf(it).map((name) => [folded(name), it[0]] as const)))
}

/** The text without what spellings of one name differ in. */
export function folded(name: string): string {
  return name.replaceAll('_', '').toLowerCase()
}

/** What `read` makes of the field, where the row has it. */
export function optional<Value>(row: Row, field: string, read: (row: Row, field: string) => Value): Value | undefined {
  return row.value(field) === undefined ? undefined : read(row, field)
}

/** The field is missing, or its value is not what the format says. */
export function malformed(row: Row, field: string): RowRefusal {
  return new RowRefusal('malformed', row.nameOf(field))
}
