import { algorithms } from '../../algorithms.js'
import type { CoseKey } from '../../cose-key.js'
import { parseEcdsaSignature } from '../parse/ecdsa-signature.js'
import { weierstrassCurves } from './public-key/weierstrass-curves.js'

/** Whether a signature has the only form that one of its key can have; the arithmetic is for the platform. */
export type SignatureForm = (signature: Uint8Array) => boolean

/**
 * The form of signatures under the key: DER with both numbers from 1 to n − 1 for ECDSA, where a high s is as good as a
 * low one; as long as the modulus for RSA; of the algorithm's length for EdDSA and ML-DSA.
 */
export function signatureFormOf(key: CoseKey): SignatureForm {
  if (key.keyType === 'EC2') return ecdsaForms.get(key.curve) ?? never
  if (key.keyType === 'RSA') return ofLength(key.modulus.length)
  const algorithm = algorithms.get(key.algorithm)
  return algorithm && 'signatureBytes' in algorithm ? ofLength(algorithm.signatureBytes) : never
}

const never: SignatureForm = () => false

function ofLength(length: number): SignatureForm {
  return (signature) => signature.length === length
}

const ecdsaForms: ReadonlyMap<number, SignatureForm> = new Map(
  [...weierstrassCurves].map(([curve, { n }]) => [curve, ecdsaForm(toBytes(n))]),
)

function ecdsaForm(order: Uint8Array): SignatureForm {
  return (signature) => {
    const numbers = parseEcdsaSignature(signature)
    return numbers !== undefined && isBelow(numbers.r, order) && isBelow(numbers.s, order)
  }
}

/** Both without leading zeros, so that a shorter one is a smaller one. Equal ones differ nowhere. */
function isBelow(number: Uint8Array, limit: Uint8Array): boolean {
  if (number.length !== limit.length) return number.length < limit.length
  const at = number.findIndex((byte, index) => byte !== limit[index])
  return (number[at] ?? 0) < (limit[at] ?? 0)
}

function toBytes(number: bigint): Uint8Array {
  const length = Math.ceil(number.toString(16).length / 2)
  return Uint8Array.from({ length }, (_, at) => Number(BigInt.asUintN(8, number >> BigInt(8 * (length - 1 - at)))))
}
