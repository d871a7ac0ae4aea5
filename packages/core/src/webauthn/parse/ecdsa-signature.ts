/** The two numbers of an ECDSA signature: big-endian, minimal length, not zero. */
export interface EcdsaSignature {
  readonly r: Uint8Array
  readonly s: Uint8Array
}

const sequence = 0x30
const integer = 0x02
/** Announces a one-byte length of 128 or more. No signature is longer. */
const longLength = 0x81

/**
 * Parses `SEQUENCE { INTEGER r, INTEGER s }` in DER: minimal lengths, minimal and positive integers, nothing after the
 * end. Undefined for anything else, such as r and s concatenated.
 *
 * @see https://www.w3.org/TR/webauthn-3/#sctn-signature-attestation-types
 */
export function parseEcdsaSignature(bytes: Uint8Array): EcdsaSignature | undefined {
  const start = startOfIntegers(bytes)
  if (start === undefined) return undefined
  const r = integerAt(bytes, start)
  if (r === undefined) return undefined
  const s = integerAt(bytes, r.end)
  if (s?.end !== bytes.length) return undefined
  return { r: r.number, s: s.number }
}

function startOfIntegers(bytes: Uint8Array): number | undefined {
  if (bytes[0] !== sequence) return undefined
  if (bytes[1] === bytes.length - 2 && bytes.length - 2 < 0x80) return 2
  const isLong = bytes[1] === longLength && bytes[2] === bytes.length - 3 && bytes.length - 3 >= 0x80
  return isLong ? 3 : undefined
}

function integerAt(bytes: Uint8Array, start: number): { number: Uint8Array; end: number } | undefined {
  const length = bytes[start + 1]
  const first = bytes[start + 2]
  if (bytes[start] !== integer || length === undefined || first === undefined) return undefined
  const end = start + 2 + length
  const isNegative = first >= 0x80
  if (length === 0 || length >= 0x80 || isNegative) return undefined
  if (first !== 0) return { number: bytes.subarray(start + 2, end), end }
  // A leading zero is allowed only before a byte that would make the number negative.
  const second = bytes[start + 3] ?? 0
  return second >= 0x80 ? { number: bytes.subarray(start + 3, end), end } : undefined
}
