import type { EdDSA } from '@noble/curves/abstract/edwards.js'
import type { SigningAlgorithm } from './signing-key.js'
import { subjectPublicKeyInfo } from './subject-public-key-info.js'

/** The differences between the EdDSA algorithms. */
export interface OkpRow {
  readonly name: string
  readonly algorithm: number
  readonly curve: EdDSA
  /** The curve by its COSE number. */
  readonly curveNumber: number
  readonly identifier: string
}

/** EdDSA. Signatures are deterministic by nature. */
export function okpAlgorithm({ name, algorithm, curve, curveNumber, identifier }: OkpRow): SigningAlgorithm {
  return {
    name,
    algorithm,
    makeKey({ randomBytes }) {
      const { secretKey, publicKey: x } = curve.keygen(randomBytes(curve.lengths.seed ?? 0))
      return {
        algorithm,
        publicKey: new Map<number, number | Uint8Array>([
          [1, 1],
          [3, algorithm],
          [-1, curveNumber],
          [-2, x],
        ]),
        subjectPublicKeyInfo: subjectPublicKeyInfo([identifier], x),
        sign: (bytes) => curve.sign(bytes, secretKey),
      }
    },
  }
}
