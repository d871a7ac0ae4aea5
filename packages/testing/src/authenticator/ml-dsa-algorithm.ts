import type { ml_dsa44 } from '@noble/post-quantum/ml-dsa.js'
import type { SigningAlgorithm } from './signing-key.js'

/** The differences between the sets of ML-DSA parameters. */
export interface MlDsaRow {
  readonly name: string
  readonly algorithm: number
  readonly parameters: typeof ml_dsa44
  /** The last number of its object identifier 2.16.840.1.101.3.4.3.x. */
  readonly identifier: number
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
        subjectPublicKeyInfo: subjectPublicKeyInfo(identifier, publicKey),
        sign: (bytes) => parameters.sign(bytes, secretKey, { extraEntropy: false }),
      }
    },
  }
}

/** Written by hand, because the platform may not support the algorithm: RFC 9881 section 4. */
function subjectPublicKeyInfo(identifier: number, publicKey: Uint8Array): Uint8Array<ArrayBuffer> {
  const algorithm = Buffer.from([0x30, 0x0b, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, identifier])
  const bits = der(0x03, Buffer.concat([Buffer.from([0]), publicKey]))
  return Uint8Array.from(der(0x30, Buffer.concat([algorithm, bits])))
}

function der(tag: number, content: Uint8Array): Buffer {
  const head = Buffer.from([tag, 0x82, 0, 0])
  head.writeUInt16BE(content.length, 2)
  return Buffer.concat([head, content])
}
