/** Genuine certificates have up to 90 elements. Parsing one costs many times more than this walk over it. */
const mostElements = 160
const deepest = 16

/**
 * Whether the bytes are one DER value to the last byte, with no more elements than a genuine certificate, extension
 * or key has. Checked before any library parses them: thousands of tiny elements fit in a few kilobytes.
 */
export function isModestDer(der: Uint8Array): boolean {
  const ends: number[] = [der.length]
  let at = 0
  for (let elements = 0; ends.length > 0; elements++) {
    const element = readElement(der, at)
    const isWithin = element !== undefined && element.end <= (ends.at(-1) ?? 0)
    if (!isWithin || elements === mostElements || ends.length > deepest) return false
    if (ends.length === 1 && element.end !== der.length) return false
    if (element.isConstructed) ends.push(element.end)
    at = element.isConstructed ? element.start : element.end
    while (ends.at(-1) === at) ends.pop()
  }
  return true
}

interface Element {
  readonly isConstructed: boolean
  readonly start: number
  readonly end: number
}

function readElement(der: Uint8Array, at: number): Element | undefined {
  const [tag, lengthAt] = [der[at], skipTag(der, at)]
  const first = der[lengthAt]
  if (tag === undefined || first === undefined) return undefined
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f
  const start = lengthAt + 1 + lengthBytes
  if (first === 0x80 || lengthBytes > 3 || start > der.length) return undefined
  const length =
    lengthBytes === 0 ? first : der.subarray(lengthAt + 1, start).reduce((sum, byte) => sum * 256 + byte, 0)
  return { isConstructed: (tag & 0x20) !== 0, start, end: start + length }
}

/** Tags above 30 need more bytes; Android has some. */
function skipTag(der: Uint8Array, at: number): number {
  if (((der[at] ?? 0) & 0x1f) !== 0x1f) return at + 1
  let last = at + 1
  while (((der[last] ?? 0) & 0x80) !== 0) last++
  return last + 1
}
