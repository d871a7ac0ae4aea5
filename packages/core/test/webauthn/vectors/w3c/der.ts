/** DER, as far as certificates and their extensions need it. */

export type Der = Uint8Array<ArrayBuffer>

export function tagged(tag: number, ...contents: readonly Uint8Array[]): Der {
  const content = Buffer.concat(contents)
  return Uint8Array.from([tag, ...lengthOf(content.length), ...content])
}

function lengthOf(length: number): readonly number[] {
  if (length < 0x80) return [length]
  const bytes = length < 0x100 ? [length] : [length >> 8, length & 0xff]
  return [0x80 | bytes.length, ...bytes]
}

export const sequence = (...items: readonly Uint8Array[]) => tagged(0x30, ...items)
/** The members of a set are in the order of their bytes. */
export const set = (...items: readonly Uint8Array[]) => tagged(0x31, ...[...items].sort(Buffer.compare))
export const octetString = (bytes: Uint8Array) => tagged(0x04, bytes)
export const bitString = (bytes: Uint8Array, unusedBits = 0) => tagged(0x03, Uint8Array.of(unusedBits), bytes)
export const utf8String = (text: string) => tagged(0x0c, Buffer.from(text))
export const printableString = (text: string) => tagged(0x13, Buffer.from(text))
export const enumerated = (value: number) => tagged(0x0a, Uint8Array.of(value))
export const utcTime = (text: string) => tagged(0x17, Buffer.from(text))
export const generalizedTime = (text: string) => tagged(0x18, Buffer.from(text))
export const yes = Uint8Array.of(0x01, 0x01, 0xff)

/** `number` of the context, explicit; above 30 the number takes two bytes of its own. */
export function context(number: number, content: Uint8Array): Der {
  if (number < 31) return tagged(0xa0 | number, content)
  const [, ...rest] = tagged(0, content)
  return Uint8Array.from([0xbf, 0x80 | (number >> 7), number & 0x7f, ...rest])
}

/** An unsigned integer from its big-endian bytes. */
export function integer(bytes: Uint8Array): Der {
  const first = bytes.findIndex((byte) => byte !== 0)
  const minimal = first < 0 ? Uint8Array.of(0) : bytes.slice(first)
  return tagged(0x02, (minimal[0] ?? 0) < 0x80 ? minimal : Uint8Array.from([0, ...minimal]))
}

export function smallInteger(value: number): Der {
  return integer(Uint8Array.of(value >> 8, value & 0xff))
}

/** An object identifier from its dotted form. */
export function objectIdentifier(dotted: string): Der {
  const [first = 0, second = 0, ...others] = dotted.split('.').map(Number)
  return tagged(0x06, Uint8Array.from([first * 40 + second, ...others].flatMap(base128)))
}

function base128(value: number): readonly number[] {
  const septets = [value & 0x7f]
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128))
    septets.unshift((rest & 0x7f) | 0x80)
  return septets
}
