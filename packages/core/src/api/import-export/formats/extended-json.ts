import { fromBase64 } from './bytes-of.js'

/** Reads the content of one type; undefined if that has another form. */
type Read = (content: unknown) => unknown

/**
 * The value of MongoDB Extended JSON (`mongoexport`, relaxed or canonical, versions 1 and 2): bytes, a `Date`, a
 * number, or the digits of a whole number. Any other value is returned unchanged: so are ids, which are no bytes.
 */
export function fromExtendedJson(value: unknown): unknown {
  return contentOf(value, types) ?? value
}

/** The text of an ObjectId or of a UUID in Extended JSON. Any other value is returned unchanged. */
export function fromExtendedId(value: unknown): unknown {
  return contentOf(value, { $oid: textIn, $uuid: textIn }) ?? value
}

function contentOf(value: unknown, reads: Readonly<Record<string, Read>>): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  const [first, second, ...more] = Object.entries(value)
  if (!first || more.length > 0) return undefined
  const [name, content] = first
  const isAlone = second === undefined || (name === '$binary' && second[0] === '$type')
  return isAlone && Object.hasOwn(reads, name) ? reads[name]?.(content) : undefined
}

const types: Readonly<Record<string, Read>> = {
  $numberInt: textIn,
  $numberLong: textIn,
  $numberDouble: (content) => (typeof content === 'string' ? Number(content) : undefined),
  $date: dateIn,
  $binary: bytesIn,
}

function textIn(content: unknown): string | undefined {
  return typeof content === 'string' ? content : undefined
}

function dateIn(content: unknown): unknown {
  const plain = fromExtendedJson(content)
  const isDigits = typeof plain === 'string' && /^-?\d+$/.test(plain)
  if (isDigits || typeof plain === 'number') return new Date(Number(plain))
  return textIn(plain)
}

function bytesIn(content: unknown): Uint8Array | undefined {
  if (typeof content === 'string') return fromBase64(content)
  const base64 = typeof content === 'object' && content !== null && 'base64' in content ? content.base64 : undefined
  return typeof base64 === 'string' ? fromBase64(base64) : undefined
}
