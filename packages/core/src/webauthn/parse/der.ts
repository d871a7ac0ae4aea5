/** One DER value: its tag, its content, and where it ends. */
export interface DerValue {
  readonly tag: number
  readonly content: Uint8Array
  readonly end: number
}

/** Tags of the values that are read here. */
export const derTag = { integer: 0x02, bitString: 0x03, objectIdentifier: 0x06, sequence: 0x30 } as const

const longestLength = 3

/** The value that begins at `start`, or undefined if there is no complete one: tags of one byte, definite lengths. */
function readDer(bytes: Uint8Array, start = 0): DerValue | undefined {
  const [tag, first] = [bytes[start], bytes[start + 1]]
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return undefined
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f
  const from = start + 2 + lengthBytes
  if (first === 0x80 || lengthBytes > longestLength || from > bytes.length) return undefined
  const length = lengthBytes === 0 ? first : bytes.subarray(start + 2, from).reduce((sum, byte) => sum * 256 + byte, 0)
  const end = from + length
  return end > bytes.length ? undefined : { tag, content: bytes.subarray(from, end), end }
}

/** The values that fill the bytes exactly, or undefined if they do not. */
export function readDerList(bytes: Uint8Array): readonly DerValue[] | undefined {
  const values: DerValue[] = []
  for (let at = 0; at < bytes.length; ) {
    const value = readDer(bytes, at)
    if (!value) return undefined
    values.push(value)
    at = value.end
  }
  return values
}

/** The members of a SEQUENCE that fills the bytes exactly, or undefined for anything else. */
export function readDerSequence(bytes: Uint8Array): readonly DerValue[] | undefined {
  const value = readDer(bytes)
  return value?.tag === derTag.sequence && value.end === bytes.length ? readDerList(value.content) : undefined
}
