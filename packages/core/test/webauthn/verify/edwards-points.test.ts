import { ed448 } from '@noble/curves/ed448.js'
import { ed25519 } from '@noble/curves/ed25519.js'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { edwardsCurves } from '../../../src/webauthn/verify/public-key/edwards-curves.js'
import { isOfFullOrder } from '../../../src/webauthn/verify/public-key/is-of-full-order.js'
import { isSquare } from '../../../src/webauthn/verify/public-key/is-square.js'

const libraries = [
  { name: 'Ed25519', curve: 6, bytes: 32, library: ed25519 },
  { name: 'Ed448', curve: 7, bytes: 57, library: ed448 },
] as const

describe.each(libraries)('$name', ({ curve, bytes, library }) => {
  const common = { keyType: 'OKP', algorithm: -8, hasOtherParameters: false } as const
  const ours = (x: Uint8Array) => isOfFullOrder({ ...common, curve, x })
  const theirs = (x: Uint8Array) => {
    try {
      return !library.Point.fromBytes(x.slice(), false).isSmallOrder()
    } catch {
      return false
    }
  }

  test('the curve has the numbers that the library has', () => {
    const { p, a, d } = library.Point.CURVE()
    const numbers = edwardsCurves.get(curve)
    const reduced = (number = 0n) => ((number % p) + p) % p
    expect({ p: numbers?.p, a: reduced(numbers?.a), d: reduced(numbers?.d) }).toEqual({ p, a, d })
  })

  test('of any bytes both say the same', () => {
    let points = 0
    const any = fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((x) => {
      // Ed448 has seven bits that must be zero: without this, hardly any bytes were a point.
      return bytes === 57 ? x.with(-1, (x.at(-1) ?? 0) & 0x80) : x
    })
    const property = fc.property(any, (x) => {
      const verdict = ours(x)
      if (verdict) points++
      expect(verdict).toBe(theirs(x))
    })
    fc.assert(property, { numRuns: 400, seed: 1 })
    expect(points).toBeGreaterThan(100)
    expect(points).toBeLessThan(300)
  })

  test('of the encodings around 0, 1 and p both say the same', () => {
    const { p } = library.Point.CURVE()
    for (const near of [0n, p, 2n ** 255n, 2n ** 448n]) {
      for (let step = -3n; step <= 20n; step++) {
        const number = near + step
        if (number < 0n || number >= 1n << BigInt(bytes * 8)) continue
        const x = Uint8Array.from(Buffer.from(number.toString(16).padStart(bytes * 2, '0'), 'hex')).reverse()
        for (const sign of [0, 0x80]) {
          const signed = x.with(-1, (x.at(-1) ?? 0) | sign)
          expect(ours(signed), `${number}`).toBe(theirs(signed))
        }
      }
    }
  })

  test('the key of a signer is a point of full order', () => {
    for (let count = 0; count < 20; count++) expect(ours(library.keygen().publicKey)).toBe(true)
  })
})

test('on a curve that does not exist, there is no point', () => {
  const x = new Uint8Array(32).fill(9)
  expect(isOfFullOrder({ keyType: 'OKP', algorithm: -8, curve: 99, x, hasOtherParameters: false })).toBe(false)
})

test('a number is a square exactly when some number squared gives it', () => {
  for (const p of [3n, 7n, 13n, 101n, 257n]) {
    const squares = new Set(Array.from({ length: Number(p) }, (_, root) => (BigInt(root) * BigInt(root)) % p))
    for (let value = -p; value < 2n * p; value++) expect(isSquare(value, p)).toBe(squares.has(((value % p) + p) % p))
  }
})

test('a power of two is a square as its exponent is even, or as two is one', () => {
  const p = 2n ** 255n - 19n
  const half = (base: bigint) => {
    let [power, square] = [1n, base]
    for (let exponent = (p - 1n) / 2n; exponent > 0n; exponent >>= 1n) {
      if (exponent & 1n) power = (power * square) % p
      square = (square * square) % p
    }
    return power
  }
  // By Euler's criterion, in place of Jacobi's symbol.
  for (const value of [31n, 32n, 33n, 63n, 64n, 65n, 100n].flatMap((zeros) => [
    3n << zeros,
    5n << zeros,
    7n << zeros,
  ])) {
    expect(isSquare(value, p)).toBe(half(value) === 1n)
  }
})
