/** Whether the DER value that begins here ends with the bytes: nothing is missing, and nothing follows. */
export function fillsExactly(der: Uint8Array): boolean {
  const first = der[1]
  if (first === undefined) return false
  if (first < 0x80) return der.length === 2 + first
  const lengthBytes = first & 0x7f
  if (lengthBytes === 0 || lengthBytes > 3 || der.length < 2 + lengthBytes) return false
  const length = der.subarray(2, 2 + lengthBytes).reduce((sum, byte) => sum * 256 + byte, 0)
  return der.length === 2 + lengthBytes + length
}
