import type { PasskeyErrorCode } from '@latchkey/wire'
import { PasskeyError } from '../../errors.js'

/** How strict, and what it is called when the bytes are not CBOR of that kind. */
export interface CborRules {
  readonly code: PasskeyErrorCode
  /** How many maps and arrays may stand inside one another. */
  readonly depth: number
  /** `canonical`: map keys ascend in the order of CTAP2. `any`: no key stands twice. */
  readonly keys: 'canonical' | 'any'
}

export type CborValue = number | string | boolean | null | Uint8Array | readonly CborValue[] | CborMap

export type CborMap = Map<string | number, CborValue>

/** More keys and values than anything of WebAuthn has, a compound statement of every format included. */
const mostItems = 512

/** Every byte counts: a leading BOM is kept, so that two texts are the same only when their bytes are. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Where the reading stands. */
interface Reader {
  readonly bytes: Uint8Array
  readonly rules: CborRules
  at: number
  /** How many items have begun. */
  items: number
}

/**
 * Decodes one map that fills the bytes exactly: definite and minimal lengths within the buffer, no tags, no floats, no
 * numbers that lose precision, limited depth and count, keys as the rules say. Byte strings are views of the bytes.
 *
 * @throws {PasskeyError} with the code of the rules.
 */
export function decodeCborMap(bytes: Uint8Array, rules: CborRules): CborMap {
  const { value, end } = decodeCborItem(bytes, 0, rules)
  if (end !== bytes.length || !(value instanceof Map)) throw new PasskeyError(rules.code)
  return value
}

/**
 * The same of one item that begins at `start`, whatever follows it.
 *
 * @throws {PasskeyError} with the code of the rules.
 */
export function decodeCborItem(bytes: Uint8Array, start: number, rules: CborRules): { value: CborValue; end: number } {
  // Of a Buffer, too, views are to be plain: its `slice` does not copy.
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
  /** For major type 7 it tells what the item is; elsewhere the argument counts. */
  readonly information: number
  readonly argument: number
}

/** The width of the argument by its additional information; what is missing here is indefinite or reserved. */
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

/** Floats, undefined and unassigned values are none of WebAuthn's. */
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

/** Keys are integers or text: no map of WebAuthn has others. */
function readKey(reader: Reader, depth: number): string | number {
  const key = readItem(reader, depth)
  if (typeof key !== 'number' && typeof key !== 'string') throw new PasskeyError(reader.rules.code)
  return key
}

function refuseTooDeep({ rules }: Reader, depth: number): void {
  if (depth > rules.depth) throw new PasskeyError(rules.code)
}

/**
 * With minimal lengths, CTAP2's order (major type, length, bytes) is the order of the bytes of two keys, given where each
 * begins. None is the beginning of another. Equal ones are refused as such, wherever their values differ.
 */
function comesBefore(bytes: Uint8Array, left: number, right: number): boolean {
  let same = 0
  while (bytes[left + same] === bytes[right + same]) same++
  return (bytes[left + same] ?? 0) < (bytes[right + same] ?? 0)
}
