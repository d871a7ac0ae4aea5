/**
 * Strict base64url, RFC 4648 section 5 without padding: what WebAuthn's JSON uses for every byte string.
 * `Buffer.from(text, 'base64url')` skips what it does not know; here such text is not base64url at all.
 */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

const sextetOf = new Uint8Array(128).fill(255)
for (let value = 0; value < alphabet.length; value++) sextetOf[alphabet.charCodeAt(value)] = value

/** The bytes as unpadded base64url. */
export function encodeBase64url(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    text += alphabet.charAt(group >> 18) + alphabet.charAt((group >> 12) & 63)
    if (left > 1) text += alphabet.charAt((group >> 6) & 63)
    if (left > 2) text += alphabet.charAt(group & 63)
  }
  return text
}

/**
 * The bytes that the text stands for, or undefined when it is not canonical unpadded base64url:
 * a foreign character, padding, an impossible length, or unused trailing bits that are not zero.
 */
export function decodeBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  const leftOver = text.length % 4
  if (leftOver === 1) return undefined
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  let bits = 0
  let bitCount = 0
  let written = 0
  for (let at = 0; at < text.length; at++) {
    const value = sextetOf[text.charCodeAt(at)] ?? 255
    if (value === 255) return undefined
    bits = ((bits << 6) | value) & 0xffff
    bitCount += 6
    if (bitCount >= 8) {
      bitCount -= 8
      bytes[written++] = bits >> bitCount
    }
  }
  const unused = bits & ((1 << bitCount) - 1)
  return unused === 0 ? bytes : undefined
}
