/**
 * ASN.1 values as DER, written by hand: a library would not write a certificate with a lie in any field.
 *
 * @see https://www.itu.int/rec/T-REC-X.690
 */
export const der = {
  boolean: (value: boolean): Uint8Array => tagged(0x01, [value ? 0xff : 0]),
  /** A number from 0 up. */
  integer: (value: number | Uint8Array): Uint8Array =>
    tagged(0x02, positive(typeof value === 'number' ? toBytes(value) : value)),
  enumerated: (value: number): Uint8Array => tagged(0x0a, positive(toBytes(value))),
  bitString: (bytes: Uint8Array, unusedBits = 0): Uint8Array => tagged(0x03, [unusedBits, ...bytes]),
  octetString: (bytes: Uint8Array): Uint8Array => tagged(0x04, bytes),
  objectIdentifier: (dotted: string): Uint8Array => tagged(0x06, identifierBytes(dotted)),
  utf8String: (text: string): Uint8Array => tagged(0x0c, new TextEncoder().encode(text)),
  sequence: (...parts: readonly Uint8Array[]): Uint8Array => tagged(0x30, concatenate(parts)),
  set: (...parts: readonly Uint8Array[]): Uint8Array => tagged(0x31, concatenate(parts)),
  generalizedTime: (at: number): Uint8Array => tagged(0x18, new TextEncoder().encode(timeText(at))),
  /** [number] EXPLICIT. */
  explicit: (number: number, content: Uint8Array): Uint8Array =>
    concatenate([contextTag(0xa0, number), lengthBytes(content.length), content]),
  /** [number] IMPLICIT of a primitive value, given as its content. */
  implicit: (number: number, content: Uint8Array): Uint8Array =>
    concatenate([contextTag(0x80, number), lengthBytes(content.length), content]),
} as const

export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts))
}

function tagged(tag: number, content: Iterable<number>): Uint8Array {
  const bytes = Uint8Array.from(content)
  return concatenate([Uint8Array.of(tag), lengthBytes(bytes.length), bytes])
}

function lengthBytes(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length)
  const bytes = toBytes(length)
  return Uint8Array.of(0x80 | bytes.length, ...bytes)
}

/** A tag of 31 or more takes further bytes of seven bits each. */
function contextTag(base: number, number: number): Uint8Array {
  return number < 31 ? Uint8Array.of(base | number) : Uint8Array.of(base | 31, ...sevenBits(number))
}

function identifierBytes(dotted: string): number[] {
  const [first = 0, second = 0, ...others] = dotted.split('.').map(Number)
  return [first * 40 + second, ...others].flatMap(sevenBits)
}

/** The number in groups of seven bits; all but the last have their first bit set. */
function sevenBits(number: number): number[] {
  const groups: number[] = []
  for (let rest = number; rest > 0 || groups.length === 0; rest = Math.floor(rest / 128)) {
    groups.unshift((rest % 128) | (groups.length === 0 ? 0 : 0x80))
  }
  return groups
}

function toBytes(number: number): Uint8Array {
  const hexadecimal = number.toString(16)
  return Uint8Array.from(Buffer.from(hexadecimal.padStart(hexadecimal.length + (hexadecimal.length % 2), '0'), 'hex'))
}

function positive(bytes: Uint8Array): Uint8Array {
  return (bytes[0] ?? 0) >= 0x80 ? Uint8Array.of(0, ...bytes) : bytes
}

/** `20261121120000Z` */
function timeText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}Z`
}
