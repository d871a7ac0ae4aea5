import canonicalizeModule from 'canonicalize'
import { type PlainJson, toPlainJson } from '../host/plain-json.js'

/** Its types describe a default export that the module, which is CommonJS, does not have. */
const canonicalize = canonicalizeModule as unknown as (value: unknown) => string | undefined

const mostBytes = 16_384

/** A payload to confirm, and its only form as text. */
export interface Payload {
  /** Frozen. */
  readonly value: PlainJson
  /** In the JSON Canonicalization Scheme, RFC 8785. */
  readonly text: string
}

/**
 * The payload, if it is plain JSON of at most 16 kB.
 *
 * @throws {TypeError} naming the place.
 */
export function parsePayload(value: unknown): Payload {
  const plain = toPlainJson(value)
  const text = canonicalText(plain)
  if (new TextEncoder().encode(text).length > mostBytes) throw new TypeError('payload is larger than 16 kB as JSON.')
  return { value: plain, text }
}

/** Whether `confirm.begin` takes this payload: for data that a page sent, where a `TypeError` would be wrong. */
export function isConfirmPayload(value: unknown): boolean {
  try {
    parsePayload(value)
    return true
  } catch {
    return false
  }
}

/** The text of plain JSON in RFC 8785. */
export function canonicalText(value: PlainJson): string {
  return canonicalize(value) ?? 'null'
}
