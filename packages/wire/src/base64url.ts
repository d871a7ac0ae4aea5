/**
 * Strict base64url, RFC 4648 section 5 without padding: the encoding of every byte string in WebAuthn's JSON.
 * `Buffer.from(text, 'base64url')` skips unknown characters; here such text is invalid.
 */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** The six bits of each character. −1, all bits set, for a character outside the alphabet. */
const sextets = new Int8Array(128).fill(-1)
for (let value = 0; value < alphabet.length; value++) sextets[alphabet.charCodeAt(value)] = value

const characters = Uint8Array.from(alphabet, (character) => character.charCodeAt(0))
const ascii = new TextDecoder()

/** The bytes as unpadded base64url. */
export function encodeBase64url(bytes: Uint8Array): string {
  const text = new Uint8Array(Math.ceil((bytes.length * 4) / 3))
  let written = 0
  for (let at = 0; at < bytes.length; at += 3) {
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    // Writes beyond the end of an array are ignored.
    for (let shift = 18; shift >= 0; shift -= 6) text[written++] = characters[(group >> shift) & 63] ?? 0
  }
  return ascii.decode(text)
}

/** `Uint8Array<ArrayBuffer>`, which TypeScript before 5.7 cannot read in a declaration. WebCrypto takes no other bytes. */
type OwnBytes = ReturnType<typeof Uint8Array.of>

/**
 * The decoded bytes, or undefined if the text is not canonical unpadded base64url: a foreign character, padding, an
 * impossible length, or unused trailing bits that are not zero.
 */
export function decodeBase64url(text: string): OwnBytes | undefined {
  const rest = text.length % 4
  if (rest === 1) return undefined
  const bytes = new Uint8Array((text.length * 3) >> 2)
  const whole = text.length - rest
  let foreign = 0
  let written = 0
  for (let at = 0; at < whole; at += 4) {
    const group =
      (sextet(text, at) << 18) | (sextet(text, at + 1) << 12) | (sextet(text, at + 2) << 6) | sextet(text, at + 3)
    foreign |= group
    bytes[written++] = group >> 16
    bytes[written++] = group >> 8
    bytes[written++] = group
  }
  if (rest > 0) {
    const group =
      (sextet(text, whole) << 18) | (sextet(text, whole + 1) << 12) | (rest === 3 ? sextet(text, whole + 2) << 6 : 0)
    const unused = rest === 3 ? group & 0xff : group & 0xffff
    if (unused !== 0) return undefined
    foreign |= group
    bytes[written++] = group >> 16
    if (rest === 3) bytes[written++] = group >> 8
  }
  return foreign < 0 ? undefined : bytes
}

/** Is the text canonical unpadded base64url? Accepts exactly what `decodeBase64url` decodes. */
export function isBase64url(text: string): boolean {
  const rest = text.length % 4
  if (rest === 1) return false
  let foreign = 0
  for (let at = 0; at < text.length; at++) foreign |= sextet(text, at)
  const unused = rest === 0 ? 0 : sextet(text, text.length - 1) & (rest === 2 ? 0x0f : 0x03)
  return foreign >= 0 && unused === 0
}

function sextet(text: string, at: number): number {
  return sextets[text.charCodeAt(at)] ?? -1
}
