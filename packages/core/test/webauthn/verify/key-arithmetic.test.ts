import { p256, p384, p521 } from '@noble/curves/nist.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { describe, expect, test } from 'vitest'
import { hasSaneNumbers } from '../../../src/webauthn/verify/public-key/has-sane-numbers.js'
import { isOnCurve } from '../../../src/webauthn/verify/public-key/is-on-curve.js'

const toBytes = (number: bigint, length: number) =>
  new Uint8Array(Buffer.from(number.toString(16).padStart(length * 2, '0'), 'hex'))

const curves = [
  { name: 'P-256', curve: 1, length: 32, library: p256 },
  { name: 'P-384', curve: 2, length: 48, library: p384 },
  { name: 'P-521', curve: 3, length: 66, library: p521 },
  { name: 'secp256k1', curve: 8, length: 32, library: secp256k1 },
] as const

/** The first points of the curve, by x. */
function smallestPoints(library: (typeof curves)[number]['library'], count: number) {
  const { a, b, p } = library.Point.CURVE()
  const points: { x: bigint; y: bigint }[] = []
  for (let x = 0n; points.length < count; x++) {
    try {
      points.push({ x, y: library.Point.Fp.sqrt((((x * x * x + a * x + b) % p) + p) % p) })
    } catch {}
  }
  return points
}

describe.each(curves)('a point on $name', ({ curve, length, library }) => {
  const { p } = library.Point.CURVE()
  const common = { keyType: 'EC2', algorithm: -7, hasOtherParameters: false, curve } as const
  const isPoint = (x: Uint8Array, y: Uint8Array) => isOnCurve({ ...common, x, y })
  const points = smallestPoints(library, 3)

  test('is one', () => {
    for (const { x, y } of points) expect(isPoint(toBytes(x, length), toBytes(y, length))).toBe(true)
    for (const { x, y } of points) expect(isPoint(toBytes(x, length), toBytes(p - y, length))).toBe(true)
  })

  test('has reduced coordinates', () => {
    for (const { x, y } of points) {
      expect(isPoint(toBytes(x + p, length), toBytes(y, length))).toBe(false)
      if (y + p < 1n << BigInt(length * 8)) expect(isPoint(toBytes(x, length), toBytes(y + p, length))).toBe(false)
    }
  })

  test('has coordinates as long as the field', () => {
    for (const { x, y } of points) {
      const [left, right] = [toBytes(x, length), toBytes(y, length)]
      expect(isPoint(toBytes(x, length + 1), right)).toBe(false)
      expect(isPoint(left, toBytes(y, length + 1))).toBe(false)
      expect(isPoint(toBytes(x, length - 1), right)).toBe(false)
    }
  })

  test('is not beside it', () => {
    for (const { x, y } of points) {
      expect(isPoint(toBytes(x, length), toBytes(y + 1n, length))).toBe(false)
      expect(isPoint(toBytes(y, length), toBytes(x, length))).toBe(false)
    }
    expect(isPoint(new Uint8Array(length), new Uint8Array(length))).toBe(false)
  })
})

test('on a curve that does not exist there is no point', () => {
  const [x, y] = [new Uint8Array(32), new Uint8Array(32)]
  expect(isOnCurve({ keyType: 'EC2', algorithm: -7, curve: 99, x, y, hasOtherParameters: false })).toBe(false)
})

describe('the numbers of an RSA key', () => {
  const filled = (length: number, first = 255, last = 255) =>
    new Uint8Array(length).fill(255).with(0, first).with(-1, last)
  const areSane = (modulus: Uint8Array, exponent: Uint8Array) =>
    hasSaneNumbers({ keyType: 'RSA', algorithm: -257, modulus, exponent, hasOtherParameters: false })
  const three = Uint8Array.of(3)

  test.each([
    ['of 2048 bits, the least', filled(256, 0x80), three],
    ['of 8192 bits, the most', filled(1024), three],
    ['with exponent 2^16 + 1', filled(256), Uint8Array.of(1, 0, 1)],
    ['with the largest exponent', filled(256), filled(4)],
  ])('%s are sane', (_, modulus, exponent) => {
    expect(areSane(modulus, exponent)).toBe(true)
  })

  test.each([
    ['of 2047 bits', filled(256, 0x7f), three],
    ['of 8193 bits', filled(1025, 1), three],
    ['with an even modulus', filled(256, 255, 254), three],
    ['with a zero in front', filled(257, 0), three],
    ['without a modulus', new Uint8Array(0), three],
    ['without an exponent', filled(256), new Uint8Array(0)],
    ['with exponent 0', filled(256), Uint8Array.of(0)],
    ['with exponent 1', filled(256), Uint8Array.of(1)],
    ['with exponent 2', filled(256), Uint8Array.of(2)],
    ['with an even exponent', filled(256), Uint8Array.of(1, 0, 0)],
    ['with an exponent behind a zero', filled(256), Uint8Array.of(0, 3)],
    ['with an exponent above 2^32', filled(256), Uint8Array.of(1, 0, 0, 0, 1)],
  ])('%s are not', (_, modulus, exponent) => {
    expect(areSane(modulus, exponent)).toBe(false)
  })
})
