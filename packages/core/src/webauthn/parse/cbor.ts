import type { PasskeyErrorCode } from '@latchkey/wire'
import { PasskeyError } from '../../errors.js'

/** How strict the parser is, and the code of the error for invalid bytes. */
export interface CborRules {
  readonly code: PasskeyErrorCode
  /** The maximum nesting depth of maps and arrays. */
  readonly depth: number
  /** `canonical`: map keys ascend in CTAP2 order. `any`: keys are unique. */
  readonly keys: 'canonical' | 'any'
}

export type CborValue = number | string | boolean | null | Uint8Array | readonly CborValue[] | CborMap

export type CborMap = Map<string | number, CborValue>

/**
 * The maximum number of keys and values. No WebAuthn structure has more, not even a compound statement of every format.
 */
const mostItems = 512

/** `ignoreBOM` keeps a leading BOM, so two texts are equal only if their bytes are. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The position of the reader. */
interface Reader {
  readonly bytes: Uint8Array
  readonly rules: CborRules
  at: number
  /** The number of items that have begun. */
  items: number
}

/**
 * Decodes one map that fills the bytes exactly: definite and minimal lengths within the buffer, no tags, no floats, no
 * numbers that lose precision, limited depth and count, keys as in the rules. Byte strings are views of the bytes.
 *
 * @throws {PasskeyError} with the code of the rules.
 */
export function decodeCborMap(bytes: Uint8Array, rules: CborRules): CborMap {
  const { value, end } = decodeCborItem(bytes, 0, rules)
  if (end !== bytes.length || !(value instanceof Map)) throw new PasskeyError(rules.code)
  return value
}

/**
 * Decodes one item that begins at `start`. More bytes may follow it.
 *
 * @throws {PasskeyError} with the code of the rules.
 */
export function decodeCborItem(bytes: Uint8Array, start: number, rules: CborRules): { value: CborValue; end: number } {
  // A Buffer's `slice` does not copy, so views must be plain Uint8Arrays.
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
  const reader = { bytes: plain, rules, at: start, items: 0 }
  const value = readItem(reader, 0)
  return { value, end: reader.at }
}

function readItem(reader: Reader, depth: number): CborValue {
  if (++reader.items > mostItems) throw new PasskeyError(reader.rules.code)
  const { majorType, information, argument } = readHead(reader)
  switch (majorType) {
    case 0:
      return exact(reader, argument)
    case 1:
      return -1 - exact(reader, argument)
    case 2:
      return readBytes(reader, argument)
    case 3:
      return readText(reader, argument)
    case 4:
      return readArray(reader, argument, depth + 1)
    case 5:
      return readMap(reader, argument, depth + 1)
    case 7:
      return readSimple(reader, information)
    default:
      throw new PasskeyError(reader.rules.code)
  }
}

interface Head {
  readonly majorType: number
  /** Identifies the item for major type 7. For other types the argument counts. */
  readonly information: number
  readonly argument: number
}

/** The width of the argument by its additional information. Missing entries are indefinite or reserved. */
const argumentBytes: ReadonlyMap<number, number> = new Map([
  [24, 1],
  [25, 2],
  [26, 4],
  [27, 8],
])

function readHead(reader: Reader): Head {
  const { bytes, rules } = reader
  const first = bytes[reader.at++]
  if (first === undefined) throw new PasskeyError(rules.code)
  const majorType = first >> 5
  const information = first & 31
  if (information < 24) return { majorType, information, argument: information }
  const width = argumentBytes.get(information)
  if (width === undefined || width > bytes.length - reader.at) throw new PasskeyError(rules.code)
  let argument = 0
  for (let read = 0; read < width; read++) argument = argument * 256 + (bytes[reader.at++] ?? 0)
  const smallest = width === 1 ? 24 : 256 ** (width / 2)
  if (argument < smallest) throw new PasskeyError(rules.code)
  return { majorType, information, argument }
}

function exact({ rules }: Reader, argument: number): number {
  if (argument > Number.MAX_SAFE_INTEGER) throw new PasskeyError(rules.code)
  return argument
}

function readBytes(reader: Reader, length: number): Uint8Array {
  const { bytes, rules, at } = reader
  if (length > bytes.length - at) throw new PasskeyError(rules.code)
  reader.at = at + length
  return bytes.subarray(at, reader.at)
}

function readText(reader: Reader, length: number): string {
  const bytes = readBytes(reader, length)
  try {
    return utf8.decode(bytes)
  } catch (cause) {
    throw new PasskeyError(reader.rules.code, { cause })
  }
}

/** WebAuthn uses no floats, undefined or unassigned values. */
const simpleValues: ReadonlyMap<number, boolean | null> = new Map([
  [20, false],
  [21, true],
  [22, null],
])

function readSimple({ rules }: Reader, information: number): boolean | null {
  const value = simpleValues.get(information)
  if (value === undefined) throw new PasskeyError(rules.code)
  return value
}

function readArray(reader: Reader, length: number, depth: number): readonly CborValue[] {
  refuseTooDeep(reader, depth)
  const items: CborValue[] = []
  while (items.length < length) items.push(readItem(reader, depth))
  return items
}

function readMap(reader: Reader, size: number, depth: number): CborMap {
  refuseTooDeep(reader, depth)
  const { bytes, rules } = reader
  const map = new Map<string | number, CborValue>()
  let previous: number | undefined
  while (map.size < size) {
    const start = reader.at
    const key = readKey(reader, depth)
    const isAscending = previous === undefined || rules.keys === 'any' || comesBefore(bytes, previous, start)
    if (!isAscending || map.has(key)) throw new PasskeyError(rules.code)
    map.set(key, readItem(reader, depth))
    previous = start
  }
  return map
}

/** Keys are integers or text. No WebAuthn map has others. */
function readKey(reader: Reader, depth: number): string | number {
  const key = readItem(reader, depth)
  if (typeof key !== 'number' && typeof key !== 'string') throw new PasskeyError(reader.rules.code)
  return key
}

function refuseTooDeep({ rules }: Reader, depth: number): void {
  if (depth > rules.depth) throw new PasskeyError(rules.code)
}

/**
 * With minimal lengths, CTAP2 order (major type, length, bytes) is the byte order of the two keys. `left` and `right`
 * are their offsets. No key is a prefix of another. Equal keys are refused, even if their values differ.
 */
function comesBefore(bytes: Uint8Array, left: number, right: number): boolean {
  let same = 0
  while (bytes[left + same] === bytes[right + same]) same++
  return (bytes[left + same] ?? 0) < (bytes[right + same] ?? 0)
}
