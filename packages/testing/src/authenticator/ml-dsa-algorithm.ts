import type { ml_dsa44 } from '@noble/post-quantum/ml-dsa.js'
import type { SigningAlgorithm } from './signing-key.js'
import { subjectPublicKeyInfo } from './subject-public-key-info.js'

/** The differences between the sets of ML-DSA parameters. */
export interface MlDsaRow {
  readonly name: string
  readonly algorithm: number
  readonly parameters: typeof ml_dsa44
  readonly identifier: string
}

/** ML-DSA, the deterministic variant. */
export function mlDsaAlgorithm({ name, algorithm, parameters, identifier }: MlDsaRow): SigningAlgorithm {
  return {
    name,
    algorithm,
    makeKey({ randomBytes }) {
      const { secretKey, publicKey } = parameters.keygen(randomBytes(parameters.lengths.seed ?? 0))
      return {
        algorithm,
        publicKey: new Map<number, number | Uint8Array>([
          [1, 7],
          [3, algorithm],
          [-1, publicKey],
        ]),
        subjectPublicKeyInfo: subjectPublicKeyInfo([identifier], publicKey),
        sign: (bytes) => parameters.sign(bytes, secretKey, { extraEntropy: false }),
      }
    },
  }
}
