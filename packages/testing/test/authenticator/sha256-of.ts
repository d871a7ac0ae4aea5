import { createHash } from 'node:crypto'

/** The SHA-256 digest of bytes or text. */
export function sha256Of(data: Uint8Array | string): Uint8Array {
  return Uint8Array.from(createHash('sha256').update(data).digest())
}
