import type { Random } from '../../test-support/random.js'

/** CBOR that need not be canonical, nor even well-formed. */
export interface CborStyle {
  /** In how many of a hundred places a length or number is not written the shortest way. */
  readonly odd: number
  readonly random: Random
}

/** The value as CBOR, with some places written in ways that a strict reader refuses. */
export function writeCbor(value: unknown, style: CborStyle): Uint8Array {
  return Buffer.concat([...parts(value, style)])
}

function* parts(value: unknown, style: CborStyle): Generator<Uint8Array> {
  if (typeof value === 'number') yield Number.isInteger(value) ? integer(value, style) : float(value)
  else if (typeof value === 'string') yield* text(value, style)
  else if (value instanceof Uint8Array) yield* bytes(value, style)
  else if (Array.isArray(value)) yield* list(4, value, value.length, style)
  else if (value instanceof Map) yield* list(5, [...value].flat(), value.size, style)
  else yield Uint8Array.of(simple(value))
}

function simple(value: unknown): number {
  if (value === true) return 0xf5
  if (value === false) return 0xf4
  return value === null ? 0xf6 : 0xf7
}

const isOdd = ({ odd, random }: CborStyle) => random.below(100) < odd

function integer(value: number, style: CborStyle): Uint8Array {
  return value < 0 ? head(1, -1 - value, style) : head(0, value, style)
}

function float(value: number): Uint8Array {
  const encoded = Buffer.alloc(9, 0xfb)
  encoded.writeDoubleBE(value, 1)
  return encoded
}

function* text(value: string, style: CborStyle): Generator<Uint8Array> {
  yield head(3, Buffer.byteLength(value), style)
  yield Buffer.from(value)
}

function* bytes(value: Uint8Array, style: CborStyle): Generator<Uint8Array> {
  if (!isOdd(style) || style.random.below(2) === 0) return yield* [head(2, value.length, style), value]
  yield Uint8Array.of(0x5f)
  yield* bytes(value, { ...style, odd: 0 })
  yield Uint8Array.of(0xff)
}

function* list(majorType: number, items: readonly unknown[], length: number, style: CborStyle): Generator<Uint8Array> {
  const isIndefinite = isOdd(style) && style.random.below(2) === 0
  yield isIndefinite ? Uint8Array.of((majorType << 5) | 31) : head(majorType, length, style)
  for (const item of items) yield* parts(item, style)
  if (isIndefinite) yield Uint8Array.of(0xff)
}

const widths = [0, 1, 2, 4, 8] as const

/** The shortest head, or a wider one, or once in a while one with a tag before it. */
function head(majorType: number, argument: number, style: CborStyle): Uint8Array {
  const shortest = argument < 24 ? 0 : argument < 0x100 ? 1 : argument < 0x10000 ? 2 : argument < 2 ** 32 ? 4 : 8
  const wider = widths.filter((width) => width > shortest)
  const width = isOdd(style) && wider.length > 0 ? style.random.pick(wider) : shortest
  const encoded = Buffer.alloc(9)
  encoded.writeBigUInt64BE(BigInt(argument), 1)
  const information = width === 0 ? argument : 23 + widths.indexOf(width)
  const written = Buffer.concat([Uint8Array.of((majorType << 5) | information), encoded.subarray(9 - width)])
  return isOdd(style) && style.random.below(8) === 0 ? Buffer.concat([Uint8Array.of(0xc1), written]) : written
}
