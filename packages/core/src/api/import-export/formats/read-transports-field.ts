import { readTransports } from '../../../webauthn/parse/transports.js'
import { malformed, type Row } from './row.js'

/**
 * The transports of a list, of a text with commas (`hybrid,internal`), of the JSON of a list in a text, or of the
 * text of a PostgreSQL array (`{hybrid,internal}`). No field and no text mean no transports.
 *
 * @throws {RowRefusal} `malformed` for any other text, and for a list of anything but words.
 */
export function readTransportsField(row: Row, field: string): readonly string[] {
  const value = row.value(field)
  const list = typeof value === 'string' ? listOf(value.trim()) : (value ?? [])
  if (!Array.isArray(list) || !list.every(isWord)) throw malformed(row, field)
  return readTransports(list.map((word) => word.trim().toLowerCase().replaceAll('_', '-')))
}

/** The same for Latchkey's own rows: the list was stored by Latchkey, so it is treated as at a registration. */
export function readOwnTransports(row: Row, field: string): readonly string[] {
  const list = row.value(field)
  return Array.isArray(list) ? readTransports(list) : readTransportsField(row, field)
}

/** A word such as `smart-card`. */
function isWord(value: unknown): value is string {
  return typeof value === 'string' && /^\s*[a-z][\w.-]*\s*$/i.test(value)
}

function listOf(text: string): unknown {
  if (text === '') return []
  if (text.startsWith('[')) return parseJson(text)
  const [, array] = /^\{(.*)\}$/.exec(text) ?? []
  if (array === '') return []
  return (array ?? text).split(',').map((word) => (array === undefined ? word : unquoted(word)))
}

/** An element of a PostgreSQL array. An unquoted NULL is not text. */
function unquoted(element: string): unknown {
  if (/^null$/i.test(element)) return undefined
  return /^"(.*)"$/.exec(element)?.[1] ?? element
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
