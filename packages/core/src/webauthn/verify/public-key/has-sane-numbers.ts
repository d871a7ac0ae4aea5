import type { RsaKey } from '../../../cose-key.js'
import { hasBoundedNumbers } from '../../parse/has-bounded-numbers.js'
import { toInteger } from '../../parse/hexadecimal.js'

const leastModulusBits = 2048
const leastExponent = 3n

/** Are an RSA modulus and exponent odd, of minimal length, and of a size that is neither weak nor expensive? */
export function hasSaneNumbers({ modulus, exponent }: RsaKey): boolean {
  const areMinimal = isMinimal(modulus) && isMinimal(exponent)
  if (!areMinimal || !hasBoundedNumbers({ modulus, exponent })) return false
  const areOdd = isOdd(modulus) && isOdd(exponent)
  return areOdd && bitsOf(modulus) >= leastModulusBits && toInteger(exponent) >= leastExponent
}

function bitsOf(minimal: Uint8Array): number {
  return minimal.length * 8 - (Math.clz32(minimal[0] ?? 0) - 24)
}

function isMinimal(bytes: Uint8Array): boolean {
  return bytes[0] !== 0
}

function isOdd(bytes: Uint8Array): boolean {
  return ((bytes.at(-1) ?? 0) & 1) === 1
}
