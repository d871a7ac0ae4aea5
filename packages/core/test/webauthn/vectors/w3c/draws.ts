import { hkdfSync } from 'node:crypto'

/** The values of one example, in the order in which the example needs them. */
export interface Draws {
  next(length: number): Uint8Array<ArrayBuffer>
}

const seed = new TextEncoder().encode('WebAuthn test vectors')

/**
 * What the specification draws its examples from: HKDF-SHA-256 over one seed, with the name of the example as `info` and
 * the number of the draw, in one byte, as salt.
 *
 * @see https://www.w3.org/TR/webauthn-3/#sctn-test-vectors
 */
export function drawsOf(example: string): Draws {
  const info = new TextEncoder().encode(example)
  let drawn = 0
  return {
    next(length) {
      return new Uint8Array(hkdfSync('sha256', seed, Uint8Array.of(drawn++), info, length))
    },
  }
}
