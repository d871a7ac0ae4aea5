import type { ECDSA } from '@noble/curves/abstract/weierstrass.js'
import type { SigningAlgorithm } from './signing-key.js'
import { subjectPublicKeyInfo } from './subject-public-key-info.js'

const ecPublicKey = '1.2.840.10045.2.1'

/** The differences between the ECDSA algorithms. */
export interface Ec2Row {
  readonly name: string
  readonly algorithm: number
  readonly curve: ECDSA
  /** The curve by its COSE number. */
  readonly curveNumber: number
  /** The curve by its object identifier. */
  readonly identifier: string
}

/**
 * ECDSA. Signatures are deterministic (RFC 6979), in DER, and not normalized to the low half of `s`: those of real
 * authenticators are not either.
 */
export function ec2Algorithm({ name, algorithm, curve, curveNumber, identifier }: Ec2Row): SigningAlgorithm {
  return {
    name,
    algorithm,
    makeKey({ randomBytes }) {
      const { secretKey, publicKey: point } = curve.keygen(randomBytes(curve.lengths.seed ?? 0))
      const uncompressed = curve.Point.fromBytes(point).toBytes(false)
      const coordinateBytes = (uncompressed.length - 1) / 2
      const x = uncompressed.slice(1, 1 + coordinateBytes)
      const y = uncompressed.slice(1 + coordinateBytes)
      return {
        algorithm,
        publicKey: new Map<number, number | Uint8Array>([
          [1, 2],
          [3, algorithm],
          [-1, curveNumber],
          [-2, x],
          [-3, y],
        ]),
        subjectPublicKeyInfo: subjectPublicKeyInfo([ecPublicKey, identifier], uncompressed),
        sign: (bytes) => curve.sign(bytes, secretKey, { format: 'der', lowS: false }),
      }
    },
  }
}
