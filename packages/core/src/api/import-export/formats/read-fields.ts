import { type CredentialId, decodeBase64url, encodeBase64url, type UserHandle } from '@latchkey/wire'
import { type JsonObject, member } from '../../../webauthn/parse/json-object.js'
import { readTransports } from '../../../webauthn/parse/transports.js'
import { RowRefusal } from './row-refusals.js'

const longestText = 255
const mostBytes = 8192
const longestUserHandle = 64
const largestCount = 0xffffffff
/** The last instant that a `Date` can be. */
const lastInstant = 8.64e15

/** The row as an object that has no other fields than these. */
export function readRow(value: unknown, known: readonly string[]): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new RowRefusal('malformed', '')
  const row = value as JsonObject
  const unknownField = Object.keys(row).find((field) => !known.includes(field))
  if (unknownField !== undefined) throw new RowRefusal('unknown_field', unknownField)
  return row
}

/** The field, or undefined where it is missing or null: databases say so of what was never set. */
export function fieldOf(row: JsonObject, field: string): unknown {
  return member(row, field) ?? undefined
}

/** What `read` makes of the field, where it says something. */
export function optional<Value>(
  row: JsonObject,
  field: string,
  read: (row: JsonObject, field: string) => Value,
): Value | undefined {
  return fieldOf(row, field) === undefined ? undefined : read(row, field)
}

/** 1 to 255 characters that a database keeps as they are. */
export function readText(row: JsonObject, field: string): string {
  const text = fieldOf(row, field)
  const isText = typeof text === 'string' && text !== '' && text.length <= 2 * longestText && text.isWellFormed()
  if (!isText || text.includes('\0') || [...text].length > longestText) throw new RowRefusal('malformed', field)
  return text
}

/** Strict base64url. */
export function readBase64url(row: JsonObject, field: string): Uint8Array {
  const text = fieldOf(row, field)
  const bytes = typeof text === 'string' && text.length <= 2 * mostBytes ? decodeBase64url(text) : undefined
  if (!bytes || bytes.length === 0) throw new RowRefusal('malformed', field)
  return bytes
}

/**
 * Bytes in any of the forms in which a database hands them out: as they are, as base64url, as base64 with or without
 * padding, and what `JSON.stringify` makes of a Buffer.
 */
export function readBytes(row: JsonObject, field: string): Uint8Array {
  const value = fieldOf(row, field)
  const bytes = typeof value === 'string' ? fromBase64(value) : (fromView(value) ?? fromBufferJson(value))
  if (!bytes || bytes.length === 0 || bytes.length > mostBytes) throw new RowRefusal('malformed', field)
  return bytes
}

function fromBase64(text: string): Uint8Array | undefined {
  if (text.length > 2 * mostBytes || !/^[\w+/-]*={0,2}$/.test(text)) return undefined
  const isPadded = text.endsWith('=')
  if (isPadded && text.length % 4 !== 0) return undefined
  return decodeBase64url(text.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_'))
}

function fromView(value: unknown): Uint8Array | undefined {
  if (value instanceof ArrayBuffer) return new Uint8Array(value.slice(0))
  return value instanceof Uint8Array ? Uint8Array.from(value) : undefined
}

function fromBufferJson(value: unknown): Uint8Array | undefined {
  if (typeof value !== 'object') return undefined
  const data = member(value as JsonObject, 'data')
  if (member(value as JsonObject, 'type') !== 'Buffer' || !Array.isArray(data) || data.length > mostBytes)
    return undefined
  const isByte = (it: unknown) => Number.isInteger(it) && Number(it) >= 0 && Number(it) <= 0xff
  return data.every(isByte) ? Uint8Array.from(data) : undefined
}

/** A credential id, and how many bytes it stands for. */
export function readCredentialId(row: JsonObject, field: string): { id: CredentialId; idLength: number } {
  const bytes = readBase64url(row, field)
  return { id: encodeBase64url(bytes) as CredentialId, idLength: bytes.length }
}

/** A user handle: 1 to 64 bytes. */
export function readUserHandle(row: JsonObject, field: string): UserHandle {
  return toUserHandle(readBase64url(row, field), field)
}

/** @throws {RowRefusal} `malformed` for what is no user handle: more than 64 bytes. */
export function toUserHandle(bytes: Uint8Array, field: string): UserHandle {
  if (bytes.length > longestUserHandle) throw new RowRefusal('malformed', field)
  return encodeBase64url(bytes) as UserHandle
}

/** A whole number from 0 to 2³²−1, in digits too: drivers hand out 64-bit columns as texts. */
export function readCount(row: JsonObject, field: string): number {
  const value = fieldOf(row, field)
  const isDigits = typeof value === 'string' && /^\d{1,10}$/.test(value)
  const count = isDigits || typeof value === 'bigint' ? Number(value) : value
  if (typeof count !== 'number' || !Number.isInteger(count)) throw new RowRefusal('malformed', field)
  if (count < 0 || count > largestCount) throw new RowRefusal('malformed', field)
  return count
}

/** True or false; 1 or 0 where a database has no such type. */
export function readFlag(row: JsonObject, field: string): boolean {
  const value = fieldOf(row, field)
  if (value === true || value === 1 || value === 1n) return true
  if (value === false || value === 0 || value === 0n) return false
  throw new RowRefusal('malformed', field)
}

/** An instant as epoch milliseconds, from those, from a `Date` or from ISO 8601, which is UTC where it names no zone. */
export function readInstant(row: JsonObject, field: string): number {
  const value = fieldOf(row, field)
  const instant = typeof value === 'string' ? fromIsoDate(value) : value instanceof Date ? value.getTime() : value
  const isInstant = typeof instant === 'number' && Number.isInteger(instant) && instant >= 0 && instant <= lastInstant
  if (!isInstant) throw new RowRefusal('malformed', field)
  return instant
}

function fromIsoDate(text: string): number | undefined {
  const [, time, zone = 'Z'] = /^(\d{4}-\d\d-\d\d[T ][\d:.]{5,18})(Z|[+-]\d\d(?::\d\d)?)?$/.exec(text) ?? []
  if (time === undefined) return undefined
  return Date.parse(time.replace(' ', 'T') + (zone.length === 3 ? `${zone}:00` : zone))
}

const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i

/** A UUID, in lower case. */
export function readUuid(row: JsonObject, field: string): string {
  const text = fieldOf(row, field)
  if (typeof text !== 'string' || !uuid.test(text)) throw new RowRefusal('malformed', field)
  return text.toLowerCase()
}

/** A list, or one text with commas; what is no transport is dropped, as it is when a passkey is registered. */
export function readTransportsField(row: JsonObject, field: string): readonly string[] {
  const value = fieldOf(row, field)
  if (value === undefined) return []
  if (typeof value !== 'string' && !Array.isArray(value)) throw new RowRefusal('malformed', field)
  return readTransports(typeof value === 'string' ? value.split(',') : value)
}

/** One of these words. */
export function readWord<Word extends string>(words: readonly Word[]): (row: JsonObject, field: string) => Word {
  return (row, field) => {
    const value = fieldOf(row, field)
    const word = words.find((it) => it === value)
    if (word === undefined) throw new RowRefusal('malformed', field)
    return word
  }
}
