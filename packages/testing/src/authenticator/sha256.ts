import { createHash } from 'node:crypto'

/** The SHA-256 digest of bytes, or of text as UTF-8. */
export function sha256(data: Uint8Array | string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHash('sha256').update(data).digest())
}
