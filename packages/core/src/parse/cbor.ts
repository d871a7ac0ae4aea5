import type { PasskeyErrorCode } from '@latchkey/wire'
import { type CBORType, decodePartialCBOR } from '@levischuck/tiny-cbor'
import { PasskeyError } from '../errors.js'

/** How strict, and what it is called when the bytes are not CBOR of that kind. */
export interface CborRules {
  readonly code: PasskeyErrorCode
  /** How many maps and arrays may stand inside one another. */
  readonly depth: number
  /** `canonical`: map keys ascend in the order of CTAP2. `any`: no key stands twice. */
  readonly keys: 'canonical' | 'any'
}

export type CborMap = Map<string | number, CBORType>

/** More members than any map or array of WebAuthn has. */
const mostMembers = 64

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Decodes one map that fills the bytes exactly. Before the library sees them the bytes are walked once:
 * definite and minimal lengths within the buffer, no tags, no floats, limited depth and count, keys as the rules say.
 *
 * @throws {PasskeyError} with the code of the rules.
 */
export function decodeCborMap(bytes: Uint8Array, rules: CborRules): CborMap {
  if (endOfCborItem(bytes, 0, rules) !== bytes.length) throw new PasskeyError(rules.code)
  const [value] = decode(bytes, rules)
  if (!(value instanceof Map)) throw new PasskeyError(rules.code)
  return value
}

function decode(bytes: Uint8Array, rules: CborRules): [CBORType, number] {
  try {
    // A copy, because the library reads the whole buffer behind a view.
    return decodePartialCBOR(new Uint8Array(bytes), 0)
  } catch (cause) {
    throw new PasskeyError(rules.code, { cause })
  }
}

/**
 * Where the item that begins at `start` ends.
 *
 * @throws {PasskeyError} with the code of the rules.
 */
export function endOfCborItem(bytes: Uint8Array, start: number, rules: CborRules): number {
  return walkItem(bytes, start, rules, 0)
}

function walkItem(bytes: Uint8Array, start: number, rules: CborRules, depth: number): number {
  const head = readHead(bytes, start, rules)
  switch (head.majorType) {
    case 0:
    case 1:
      return head.end
    case 2:
      return endOfString(bytes, head, rules)
    case 3:
      return endOfText(bytes, head, rules)
    case 4:
      return walkArray(bytes, head, rules, depth + 1)
    case 5:
      return walkMap(bytes, head, rules, depth + 1)
    case 7:
      return endOfSimple(head, rules)
    default:
      throw new PasskeyError(rules.code)
  }
}

interface Head {
  readonly majorType: number
  readonly argument: number
  /** 20…31 for major type 7 tell what it is; elsewhere the argument counts. */
  readonly information: number
  readonly end: number
}

/** The width of the argument by its additional information; what is missing here is indefinite or reserved. */
const argumentBytes: ReadonlyMap<number, number> = new Map([
  [24, 1],
  [25, 2],
  [26, 4],
  [27, 8],
])

function readHead(bytes: Uint8Array, start: number, rules: CborRules): Head {
  const first = bytes[start]
  if (first === undefined) throw new PasskeyError(rules.code)
  const information = first & 31
  const majorType = first >> 5
  if (information < 24) return { majorType, argument: information, information, end: start + 1 }
  const width = argumentBytes.get(information)
  const end = start + 1 + (width ?? 0)
  if (width === undefined || end > bytes.length) throw new PasskeyError(rules.code)
  let argument = 0
  for (let at = start + 1; at < end; at++) argument = argument * 256 + (bytes[at] ?? 0)
  const smallest = width === 1 ? 24 : 256 ** (width / 2)
  if (argument < smallest) throw new PasskeyError(rules.code)
  return { majorType, argument, information, end }
}

function endOfString(bytes: Uint8Array, head: Head, rules: CborRules): number {
  if (head.argument > bytes.length - head.end) throw new PasskeyError(rules.code)
  return head.end + head.argument
}

function endOfText(bytes: Uint8Array, head: Head, rules: CborRules): number {
  const end = endOfString(bytes, head, rules)
  try {
    utf8.decode(bytes.subarray(head.end, end))
  } catch (cause) {
    throw new PasskeyError(rules.code, { cause })
  }
  return end
}

/** false, true and null; floats, undefined and unassigned values are none of WebAuthn's. */
function endOfSimple(head: Head, rules: CborRules): number {
  if (head.information < 20 || head.information > 22) throw new PasskeyError(rules.code)
  return head.end
}

function walkArray(bytes: Uint8Array, head: Head, rules: CborRules, depth: number): number {
  refuseOversize(head, rules, depth)
  let at = head.end
  for (let index = 0; index < head.argument; index++) at = walkItem(bytes, at, rules, depth)
  return at
}

function walkMap(bytes: Uint8Array, head: Head, rules: CborRules, depth: number): number {
  refuseOversize(head, rules, depth)
  const keys: Uint8Array[] = []
  let at = head.end
  for (let index = 0; index < head.argument; index++) {
    const endOfKey = walkKey(bytes, at, rules, depth)
    keys.push(bytes.subarray(at, endOfKey))
    at = walkItem(bytes, endOfKey, rules, depth)
  }
  refuseKeyOrder(keys, rules)
  return at
}

/** Keys are integers or text: what a map of WebAuthn has, and what the decoder can hold. */
function walkKey(bytes: Uint8Array, start: number, rules: CborRules, depth: number): number {
  const { majorType } = readHead(bytes, start, rules)
  if (majorType !== 0 && majorType !== 1 && majorType !== 3) throw new PasskeyError(rules.code)
  return walkItem(bytes, start, rules, depth)
}

function refuseOversize(head: Head, rules: CborRules, depth: number): void {
  if (depth > rules.depth || head.argument > mostMembers) throw new PasskeyError(rules.code)
}

/** With minimal lengths, CTAP2's order (major type, length, bytes) is the order of the encoded keys' bytes. */
function refuseKeyOrder(keys: readonly Uint8Array[], rules: CborRules): void {
  const ordered = rules.keys === 'canonical' ? keys : [...keys].sort(compareBytes)
  ordered.forEach((key, index) => {
    const previous = ordered[index - 1]
    if (previous && compareBytes(previous, key) >= 0) throw new PasskeyError(rules.code)
  })
}

function compareBytes(left: Uint8Array, right: Uint8Array): number {
  const shared = Math.min(left.length, right.length)
  for (let at = 0; at < shared; at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}
