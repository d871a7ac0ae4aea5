/** What the examples put into CBOR. */
export type CborValue = number | string | Uint8Array | readonly CborValue[] | CborMap
/** The members, in the order in which they are written. */
export type CborMap = ReadonlyMap<number | string, CborValue>

/** The value as CBOR with shortest lengths. */
export function encodeCbor(value: CborValue): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.concat([...itemsOf(value)]))
}

function* itemsOf(value: CborValue): Generator<Uint8Array> {
  if (typeof value === 'number') yield value < 0 ? head(1, -1 - value) : head(0, value)
  else if (typeof value === 'string') yield* [head(3, Buffer.byteLength(value)), Buffer.from(value)]
  else if (value instanceof Uint8Array) yield* [head(2, value.length), value]
  else if (isMap(value)) {
    yield head(5, value.size)
    for (const [key, member] of value) yield* [...itemsOf(key), ...itemsOf(member)]
  } else {
    yield head(4, value.length)
    for (const item of value) yield* itemsOf(item)
  }
}

function isMap(value: CborValue): value is CborMap {
  return value instanceof Map
}

function head(majorType: number, argument: number): Uint8Array {
  const first = majorType << 5
  if (argument < 24) return Uint8Array.of(first | argument)
  if (argument < 0x100) return Uint8Array.of(first | 24, argument)
  return Uint8Array.of(first | 25, argument >> 8, argument & 0xff)
}
