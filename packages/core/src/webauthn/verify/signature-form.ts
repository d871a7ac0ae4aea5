import { algorithms } from '../../algorithms.js'
import type { CoseKey } from '../../cose-key.js'
import { parseEcdsaSignature } from '../parse/ecdsa-signature.js'
import { weierstrassCurves } from './public-key/weierstrass-curves.js'

/** Does a signature have the only possible form for its key? The platform does the arithmetic. */
export type SignatureForm = (signature: Uint8Array) => boolean

/**
 * The form of signatures under the key. ECDSA: DER with both numbers from 1 to n − 1; a high s is as valid as a low
 * one. RSA: as long as the modulus. EdDSA and ML-DSA: the length of the algorithm.
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

/** Both have no leading zeros, so the shorter one is smaller. Equal numbers are not below. */
function isBelow(number: Uint8Array, limit: Uint8Array): boolean {
  if (number.length !== limit.length) return number.length < limit.length
  const at = number.findIndex((byte, index) => byte !== limit[index])
  return (number[at] ?? 0) < (limit[at] ?? 0)
}

function toBytes(number: bigint): Uint8Array {
  const length = Math.ceil(number.toString(16).length / 2)
  return Uint8Array.from({ length }, (_, at) => Number(BigInt.asUintN(8, number >> BigInt(8 * (length - 1 - at)))))
}
