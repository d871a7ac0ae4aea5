import { algorithms, curves } from '../algorithms.js'
import { PasskeyError } from '../errors.js'
import type { CoseKey, EllipticCurveKey, OctetKeyPair, RsaKey } from '../parse/cose-key.js'
import { toHexadecimal } from '../parse/hexadecimal.js'

/**
 * The key is a sound key of its algorithm: type and curve as in the table, the required parameters and no others,
 * a point on its curve and of full order, a modulus and exponent of sane size. A key that passes can be stored.
 *
 * @throws {PasskeyError} `public_key_invalid`
 * @see https://www.w3.org/TR/webauthn-3/#sctn-alg-identifier
 */
export function checkPublicKey(key: CoseKey): void {
  const algorithm = algorithms.get(key.algorithm)
  const curve = key.keyType === 'RSA' ? undefined : key.curve
  const fits = algorithm?.keyType === key.keyType && algorithm.curve === curve && !key.hasOtherParameters
  if (!fits || !isSound(key)) throw new PasskeyError('public_key_invalid')
}

function isSound(key: CoseKey): boolean {
  switch (key.keyType) {
    case 'EC2':
      return isOnCurve(key)
    case 'OKP':
      return isOfFullOrder(key)
    case 'RSA':
      return hasSaneNumbers(key)
  }
}

/** Short Weierstrass curves with a = −3, by COSE number; their cofactor is 1, so being on the curve is enough. */
const weierstrass: ReadonlyMap<number, { readonly p: bigint; readonly b: bigint }> = new Map([
  [
    1,
    {
      p: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
      b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
    },
  ],
])

function isOnCurve(key: EllipticCurveKey): boolean {
  const curve = weierstrass.get(key.curve)
  const length = curves.get(key.curve)?.coordinateBytes
  if (!curve || key.x.length !== length || key.y.length !== length) return false
  const { p, b } = curve
  const x = toInteger(key.x)
  const y = toInteger(key.y)
  return x < p && y < p && (y * y - (x * x * x - 3n * x + b)) % p === 0n
}

/** y coordinates of the eight points of small order on Ed25519, in both encodings where there are two, sign bit off. */
const smallOrder: ReadonlySet<string> = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
])

function isOfFullOrder(key: OctetKeyPair): boolean {
  if (key.x.length !== curves.get(key.curve)?.coordinateBytes) return false
  const withoutSign = key.x.slice()
  withoutSign[31] = (withoutSign[31] ?? 0) & 0x7f
  return !smallOrder.has(toHexadecimal(withoutSign))
}

function hasSaneNumbers({ modulus, exponent }: RsaKey): boolean {
  const modulusIsSane = hasNoLeadingZero(modulus) && modulus.length <= 1024 && isOdd(modulus)
  const exponentIsSane = hasNoLeadingZero(exponent) && exponent.length <= 5 && isOdd(exponent)
  if (!modulusIsSane || !exponentIsSane) return false
  const bits = modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24
  const e = toInteger(exponent)
  return bits >= 2048 && e >= 3n && e <= 1n << 32n
}

function hasNoLeadingZero(bytes: Uint8Array): boolean {
  return bytes.length > 0 && bytes[0] !== 0
}

function isOdd(bytes: Uint8Array): boolean {
  return ((bytes.at(-1) ?? 0) & 1) === 1
}

function toInteger(bytes: Uint8Array): bigint {
  return BigInt(`0x${toHexadecimal(bytes)}`)
}
