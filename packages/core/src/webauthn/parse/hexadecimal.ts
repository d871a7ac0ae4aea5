const digits = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0))
const ascii = new TextDecoder()

/** The bytes as lower-case hexadecimal. */
export function toHexadecimal(bytes: Uint8Array): string {
  const text = new Uint8Array(bytes.length * 2)
  let written = 0
  for (const byte of bytes) {
    text[written++] = digits[byte >> 4] ?? 0
    text[written++] = digits[byte & 15] ?? 0
  }
  return ascii.decode(text)
}

/** The big-endian bytes as a number. Zero for no bytes. */
export function toInteger(bytes: Uint8Array): bigint {
  return BigInt(`0x0${toHexadecimal(bytes)}`)
}
