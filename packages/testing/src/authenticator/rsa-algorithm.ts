import { constants, createPublicKey, sign } from 'node:crypto'
import type { SigningAlgorithm } from './signing-key.js'

/** The differences between the RSA algorithms. */
export interface RsaRow {
  readonly name: string
  readonly algorithm: number
  readonly padding: 'PKCS1' | 'PSS'
  readonly hash: 'sha1' | 'sha256' | 'sha384' | 'sha512'
}

const paddings = {
  PKCS1: { padding: constants.RSA_PKCS1_PADDING },
  PSS: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
} as const

/** RSA of 2048 bits and the exponent 65537. */
export function rsaAlgorithm({ name, algorithm, padding, hash }: RsaRow): SigningAlgorithm {
  return {
    name,
    algorithm,
    async makeKey(source) {
      const privateKey = await source.rsaPrivateKey()
      const spki = Uint8Array.from(createPublicKey(privateKey).export({ type: 'spki', format: 'der' }))
      // The DER ends with the 256 bytes of the modulus and 02 03 01 00 01. Exporting a generated key as a JWK is not
      // safe on Node 20.
      const modulus = spki.slice(-261, -5)
      const exponent = spki.slice(-3)
      return {
        algorithm,
        publicKey: new Map<number, number | Uint8Array>([
          [1, 3],
          [3, algorithm],
          [-1, modulus],
          [-2, exponent],
        ]),
        subjectPublicKeyInfo: spki,
        sign: (bytes) => Uint8Array.from(sign(hash, bytes, { key: privateKey, ...paddings[padding] })),
      }
    },
  }
}
