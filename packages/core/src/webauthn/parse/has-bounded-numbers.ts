import type { RsaKey } from '../../cose-key.js'

/** Verifying costs the square of the length: what is longer only keeps the processor busy. */
const mostModulusBytes = 8192 / 8
const mostExponentBytes = 4

/** Whether an RSA modulus has at most 8192 bits and the exponent at most 32, in a credential and in a certificate alike. */
export function hasBoundedNumbers({ modulus, exponent }: Pick<RsaKey, 'modulus' | 'exponent'>): boolean {
  return modulus.length <= mostModulusBytes && exponent.length <= mostExponentBytes
}
