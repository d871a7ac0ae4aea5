import type { RsaKey } from '../../cose-key.js'

/** Verification time grows with the square of the length. Longer numbers only waste the processor. */
const mostModulusBytes = 8192 / 8
const mostExponentBytes = 4

/**
 * Does an RSA modulus have at most 8192 bits and the exponent at most 32? The same limits hold for credentials and
 * certificates.
 */
export function hasBoundedNumbers({ modulus, exponent }: Pick<RsaKey, 'modulus' | 'exponent'>): boolean {
  return modulus.length <= mostModulusBytes && exponent.length <= mostExponentBytes
}
