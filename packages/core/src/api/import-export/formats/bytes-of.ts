import { decodeBase64url } from '@latchkey/wire'

const mostBytes = 8192
/** The longest text of a list with the maximum number of bytes. */
const longestText = 16 * mostBytes
/** Shorter runs of hexadecimal digits could be base64url. */
const shortestBareHex = 32
/** Base64 in lines of 64 (PEM) or 76 characters (MIME, PostgreSQL); some programs end the last line too. */
const wrapped = /^(?:.{64}\r?\n)*.{0,64}(?:\r?\n)?$|^(?:.{76}\r?\n)*.{0,76}(?:\r?\n)?$/

/**
 * Bytes in any of the forms in which databases and `JSON.stringify` write them; undefined for anything else, and for
 * no bytes at all:
 *
 * - unchanged, or as a list of numbers (D1);
 * - the result of `JSON.stringify` for a Buffer or a Uint8Array;
 * - base64 and base64url, padded or not, in one line or in several (`encode` of PostgreSQL, MIME);
 * - hexadecimal: `\x…` (PostgreSQL), `0x…`, `X'…'` (`quote` of SQLite), and bare (`hex` of SQLite and MySQL);
 * - `base64:type252:…` (JSON functions of MySQL);
 * - the JSON of a list, of a Buffer or of a Uint8Array in a text column.
 */
export function bytesOf(value: unknown): Uint8Array | undefined {
  const bytes = typeof value === 'string' ? fromText(value) : fromObject(value)
  return bytes && bytes.length > 0 && bytes.length <= mostBytes ? bytes : undefined
}

function fromText(text: string): Uint8Array | undefined {
  if (text.length > longestText) return undefined
  if (/^[[{]/.test(text)) return fromObject(parseJson(text))
  return fromHex(text) ?? fromBase64(text.replace(/^base64:type\d+:/, ''))
}

function fromHex(text: string): Uint8Array | undefined {
  const [, digits = ''] = /^(?:\\{1,2}x|0[xX]|[xX]')([\da-fA-F]+)'?$/.exec(text) ?? []
  const isBare =
    text.length >= shortestBareHex && /\d/.test(text) && /^(?:[\da-f]*[a-f][\da-f]*|[\dA-F]*[A-F][\dA-F]*)$/.test(text)
  const hex = isBare ? text : digits
  if (hex === '' || hex.length % 2 !== 0) return undefined
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) => Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16))
}

/** Base64 or base64url, padded or not, in one line or wrapped; undefined for any other text. */
export function fromBase64(broken: string): Uint8Array | undefined {
  if (/[\r\n]/.test(broken) && !wrapped.test(broken)) return undefined
  const text = broken.replace(/\r?\n/g, '')
  if (!/^[\w+/-]*={0,2}$/.test(text)) return undefined
  const isPadded = text.endsWith('=')
  if (isPadded && text.length % 4 !== 0) return undefined
  return decodeBase64url(text.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_'))
}

function fromObject(value: unknown): Uint8Array | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (value instanceof ArrayBuffer) return new Uint8Array(value.slice(0))
  if (isBytes(value)) return Uint8Array.from(value)
  if (ArrayBuffer.isView(value)) return undefined
  return fromList(Array.isArray(value) ? value : listIn(value))
}

/** The bytes of a Buffer or of a Uint8Array after `JSON.stringify`. */
function listIn(value: object): readonly unknown[] | undefined {
  const entries = Object.entries(value)
  if (entries.length > mostBytes) return undefined
  const { type, data } = Object.fromEntries(entries)
  if (type === 'Buffer' && entries.length === 2) return Array.isArray(data) ? data : undefined
  return entries.every(([index], at) => index === String(at)) ? entries.map(([, byte]) => byte) : undefined
}

function fromList(list: readonly unknown[] | undefined): Uint8Array | undefined {
  if (list === undefined || list.length > mostBytes) return undefined
  return list.every(isByte) ? Uint8Array.from(list) : undefined
}

/** A Uint8Array or a Buffer, of another realm too. */
function isBytes(value: object): value is Uint8Array {
  return Object.prototype.toString.call(value) === '[object Uint8Array]'
}

function isByte(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 0xff
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
