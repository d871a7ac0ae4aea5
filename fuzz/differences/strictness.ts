import { isoCBOR } from '@simplewebauthn/server/helpers'

/** Whether text is base64url in the only way to write it. */
export function isCanonicalBase64url(text: unknown): boolean {
  return typeof text === 'string' && Buffer.from(text, 'base64url').toString('base64url') === text
}

/** Whether bytes are one CBOR item with shortest lengths, and nothing behind it. */
export function isMinimalCbor(bytes: Uint8Array): boolean {
  return Buffer.compare(encodedAnew(bytes), bytes) === 0
}

/** The same for the first item of the bytes. One that is longer than the bytes is read as if it ended with them. */
export function beginsWithMinimalCbor(bytes: Uint8Array): boolean {
  const again = encodedAnew(bytes)
  return Buffer.compare(again, bytes.subarray(0, again.length)) === 0
}

function encodedAnew(bytes: Uint8Array): Buffer {
  return Buffer.from(isoCBOR.encode(isoCBOR.decodeFirst(Uint8Array.from(bytes))))
}

/**
 * Does a decoded value contain only WebAuthn's types: integers, text, bytes, booleans, null, with limited depth and
 * count?
 */
export function isPlainCbor(value: unknown, levels: number): boolean {
  if (value instanceof Map) {
    const keysArePlain = [...value.keys()].every((key) => typeof key === 'string' || Number.isInteger(key))
    return keysArePlain && isPlainList([...value.values()], levels)
  }
  if (Array.isArray(value)) return isPlainList(value, levels)
  if (typeof value === 'number') return Number.isInteger(value)
  return value === null || value instanceof Uint8Array || typeof value === 'string' || typeof value === 'boolean'
}

function isPlainList(values: readonly unknown[], levels: number): boolean {
  return levels > 0 && values.length <= 64 && values.every((value) => isPlainCbor(value, levels - 1))
}

/** Are the keys of a map in CTAP2 order, by their encoded bytes? */
export function isInCanonicalOrder(map: ReadonlyMap<unknown, unknown>): boolean {
  const encoded = [...map.keys()].map((key) => Buffer.from(isoCBOR.encode(key as string | number)))
  return encoded.every((key, index) => index === 0 || Buffer.compare(encoded[index - 1] ?? key, key) < 0)
}

/** Whether bytes are the DER of two positive integers, in the only way to write them. */
export function isStrictDer(signature: Uint8Array): boolean {
  const bytes = Buffer.from(signature)
  const isLong = bytes[1] === 0x81
  const length = isLong ? (bytes[2] ?? 0) : (bytes[1] ?? 0)
  const content = bytes.subarray(isLong ? 3 : 2)
  const isFramed = bytes[0] === 0x30 && length === content.length && isLong === length >= 0x80
  const lengthOfR = content[1] ?? 0
  const r = content.subarray(2, 2 + lengthOfR)
  const s = content.subarray(4 + lengthOfR)
  const isPair = content[0] === 2 && content[2 + lengthOfR] === 2 && content[3 + lengthOfR] === s.length
  return isFramed && isPair && isPositive(r) && isPositive(s)
}

function isPositive(integer: Uint8Array): boolean {
  const [first = 0x80, second = 0] = integer
  const isMinimal = first !== 0 || (integer.length > 1 && second >= 0x80)
  return first < 0x80 && isMinimal
}

/** Are the bytes one DER item with a two-byte length and nothing after it, like a certificate? */
export function isWholeDer(bytes: Uint8Array): boolean {
  return bytes[0] === 0x30 && bytes[1] === 0x82 && ((bytes[2] ?? 0) << 8) + (bytes[3] ?? 0) === bytes.length - 4
}
