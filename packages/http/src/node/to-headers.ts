import type { NodeRequest } from './node-messages.js'

/**
 * The headers as the app's middleware left them: deleted ones are absent, added ones are present. `rawHeaders` and
 * `headersDistinct` have what the client sent, which the app may have removed on purpose. Of HTTP/2's pseudo-headers only
 * the host is left.
 */
export function toHeaders({ headers: left }: Pick<NodeRequest, 'headers'>): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(left)) {
    const values = textsOf(value)
    if (name.startsWith(':') || values.length === 0) continue
    // Not `append`: a middleware may write the name in another case, and its value replaces the one that was sent.
    headers.set(name, values.join(name.toLowerCase() === 'cookie' ? '; ' : ', '))
  }
  const authority = left[':authority']
  if (typeof authority === 'string' && !headers.has('host')) headers.set('host', authority)
  return headers
}

/** Middleware is JavaScript: it may set a number, or undefined in place of deleting. */
function textsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf)
  return value === undefined || value === null ? [] : [toBytesText(String(value))]
}

/** Fetch headers hold bytes: text beyond Latin-1 becomes its UTF-8, as on the wire. */
function toBytesText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is that of one byte.
  if (/^[\x00-\xff]*$/.test(text)) return text
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')
}
