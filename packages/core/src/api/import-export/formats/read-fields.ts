import { type CredentialId, decodeBase64url, encodeBase64url, type UserHandle } from '@latchkey/wire'
import { bytesOf } from './bytes-of.js'
import { coseOf } from './cose-of.js'
import { fromExtendedId } from './extended-json.js'
import { folded, malformed, optional, type Row } from './row.js'

const longestText = 255
const longestBase64url = 16_384
const longestUserHandle = 64
const largestCount = 0xffffffff
const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i
const objectId = /^[\da-f]{24}$/i

/** 1 to 255 characters that a database stores unchanged. */
export function readText(row: Row, field: string): string {
  const text = row.value(field)
  if (!isStorable(text)) throw malformed(row, field)
  return text
}

function isStorable(text: unknown): text is string {
  if (typeof text !== 'string' || text === '' || text.length > 2 * longestText) return false
  return text.isWellFormed() && !text.includes('\0') && [...text].length <= longestText
}

/** Optional text. Empty text counts as absent. */
export function readTextIfAny(row: Row, field: string): string | undefined {
  return row.value(field) === '' ? undefined : optional(row, field, readText)
}

/** The id of a user: a text, or a whole number, which becomes its decimal digits; or an id of MongoDB. */
export function readUserId(row: Row, field: string): string {
  const id = fromExtendedId(row.value(field))
  if (typeof id === 'bigint' || Number.isSafeInteger(id)) return String(id)
  if (!isStorable(id)) throw malformed(row, field)
  return id
}

/** Strict base64url. */
export function readBase64url(row: Row, field: string): Uint8Array {
  const text = row.value(field)
  const bytes = typeof text === 'string' && text.length <= longestBase64url ? decodeBase64url(text) : undefined
  if (!bytes || bytes.length === 0) throw malformed(row, field)
  return bytes
}

/** Bytes in any of the forms of `bytesOf`. */
function readBytes(row: Row, field: string): Uint8Array {
  const bytes = bytesOf(row.value(field))
  if (!bytes) throw malformed(row, field)
  return bytes
}

/** A public key as COSE, from any stored form. */
export function readPublicKey(row: Row, field: string): Uint8Array {
  const value = row.value(field)
  const [, pem] = /^-----BEGIN PUBLIC KEY-----\s+([\w+/=\s]+?)\s+-----END PUBLIC KEY-----\s*$/.exec(String(value)) ?? []
  const bytes = bytesOf(typeof value === 'string' && pem !== undefined ? pem : value)
  if (!bytes) throw malformed(row, field)
  return coseOf(bytes)
}

/**
 * A credential id, and its length in bytes. The text of a UUID and of an ObjectId is refused: it is the id of the row,
 * and happens to be valid base64url too.
 */
export function readCredentialId(
  row: Row,
  field: string,
  read: (row: Row, field: string) => Uint8Array = readForeignId,
): { id: CredentialId; idLength: number } {
  const bytes = read(row, field)
  return { id: encodeBase64url(bytes) as CredentialId, idLength: bytes.length }
}

function readForeignId(row: Row, field: string): Uint8Array {
  const value = row.value(field)
  if (typeof value === 'string' && (uuid.test(value) || objectId.test(value))) throw malformed(row, field)
  return readBytes(row, field)
}

/**
 * A user handle: 1 to 64 bytes in any of the forms of `bytesOf`. The text of a UUID is refused: it could be its 16
 * bytes or its 36 characters, and happens to be valid base64url too.
 */
export function readUserHandle(row: Row, field: string): UserHandle {
  const value = row.value(field)
  if (typeof value === 'string' && uuid.test(value)) throw malformed(row, field)
  return toUserHandle(readBytes(row, field), row, field)
}

/** @throws {RowRefusal} `malformed` for an invalid user handle: more than 64 bytes. */
export function toUserHandle(bytes: Uint8Array, row: Row, field: string): UserHandle {
  if (bytes.length > longestUserHandle) throw malformed(row, field)
  return encodeBase64url(bytes) as UserHandle
}

/** A whole number from 0 to 2³²−1, in digits too: drivers return 64-bit columns as text. */
export function readCount(row: Row, field: string): number {
  const value = row.value(field)
  const isDigits = typeof value === 'string' && /^\d{1,10}$/.test(value)
  const count = isDigits || typeof value === 'bigint' ? Number(value) : value
  if (typeof count !== 'number' || !Number.isInteger(count)) throw malformed(row, field)
  if (count < 0 || count > largestCount) throw malformed(row, field)
  return count
}

/** True or false; 1 or 0 from databases without such a type. */
export function readFlag(row: Row, field: string): boolean {
  const value = row.value(field)
  if (value === true || value === 1 || value === 1n) return true
  if (value === false || value === 0 || value === 0n) return false
  throw malformed(row, field)
}

/** A flag, also in the words that databases and CSV files use. */
export function readSpelledFlag(row: Row, field: string): boolean {
  const value = row.value(field)
  if (typeof value !== 'string') return readFlag(row, field)
  if (/^(?:true|t|1)$/i.test(value)) return true
  if (/^(?:false|f|0)$/i.test(value)) return false
  throw malformed(row, field)
}

/** A UUID, in lower case. */
export function readUuid(row: Row, field: string): string {
  const text = row.value(field)
  if (typeof text !== 'string' || !uuid.test(text)) throw malformed(row, field)
  return text.toLowerCase()
}

/** An optional UUID. Empty text counts as absent. */
export function readUuidIfAny(row: Row, field: string): string | undefined {
  return row.value(field) === '' ? undefined : optional(row, field, readUuid)
}

/** One of these words. */
export function readWord<Word extends string>(words: readonly Word[]): (row: Row, field: string) => Word {
  return (row, field) => {
    const value = row.value(field)
    const word = words.find((it) => it === value)
    if (word === undefined) throw malformed(row, field)
    return word
  }
}

/**
 * Whether the passkey can be backed up, by the device type of SimpleWebAuthn (`multiDevice`, in any spelling);
 * undefined if the row has none.
 */
export function readDeviceType(row: Row, field: string): boolean | undefined {
  const value = row.value(field)
  if (value === undefined) return undefined
  const type = typeof value === 'string' ? folded(value) : undefined
  if (type !== 'singledevice' && type !== 'multidevice') throw malformed(row, field)
  return type === 'multidevice'
}
