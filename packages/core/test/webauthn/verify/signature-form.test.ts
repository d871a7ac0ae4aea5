import { p256, p384, p521 } from '@noble/curves/nist.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { describe, expect, test } from 'vitest'
import { weierstrassCurves } from '../../../src/webauthn/verify/public-key/weierstrass-curves.js'
import { signatureFormOf } from '../../../src/webauthn/verify/signature-form.js'

const bytes = (hexadecimal: string) => new Uint8Array(Buffer.from(hexadecimal.replaceAll(' ', ''), 'hex'))
const hexadecimal = (number: bigint) => {
  const text = number.toString(16)
  return text.length % 2 === 0 ? text : `0${text}`
}

/** One number in DER. */
function integer(number: bigint): string {
  const text = hexadecimal(number)
  const positive = Number.parseInt(text.slice(0, 2), 16) >= 0x80 ? `00${text}` : text
  return `02${hexadecimal(BigInt(positive.length / 2))}${positive}`
}

function signature(r: bigint, s: bigint): Uint8Array {
  const numbers = integer(r) + integer(s)
  const length = numbers.length / 2
  return bytes(`30${length < 0x80 ? '' : '81'}${hexadecimal(BigInt(length))}${numbers}`)
}

describe('both numbers are from 1 to n − 1', () => {
  const named = { 1: p256, 2: p384, 3: p521, 8: secp256k1 }
  const curves = Object.entries(named).map(([curve, library]) => ({ curve: Number(curve), ...library.Point.CURVE() }))
  const formOf = (curve: number) =>
    signatureFormOf({
      keyType: 'EC2',
      algorithm: -7,
      curve,
      x: new Uint8Array(0),
      y: new Uint8Array(0),
      hasOtherParameters: false,
    })

  test.each(curves)('on curve $curve', ({ curve, n }) => {
    const hasForm = formOf(curve)
    for (const [r, s] of [
      [1n, 1n],
      [n - 1n, n - 1n],
      [1n, (n + 1n) / 2n],
      [n - 256n, 255n],
    ] as const) {
      expect(hasForm(signature(r, s))).toBe(true)
    }
    for (const outside of [n, n + 1n, 2n * n, n << 8n]) {
      expect(hasForm(signature(outside, 1n))).toBe(false)
      expect(hasForm(signature(1n, outside))).toBe(false)
    }
  })

  test.each(curves)('curve $curve has the numbers that the library has', ({ curve, p, a, b, n }) => {
    const ours = weierstrassCurves.get(curve)
    expect({ ...ours, a: ((ours?.a ?? 0n) + p) % p }).toEqual({ p, a, b, n })
  })

  test('on a curve that does not exist, no signature has a form', () => {
    expect(formOf(4)(signature(1n, 1n))).toBe(false)
  })
})

describe('a signature that is no ECDSA has one length', () => {
  const common = { hasOtherParameters: false }
  const octets = { keyType: 'OKP', curve: 6, x: new Uint8Array(32), ...common } as const

  test.each([
    ['Ed25519', signatureFormOf({ ...octets, algorithm: -8 }), 64],
    ['Ed448', signatureFormOf({ ...octets, algorithm: -53, curve: 7 }), 114],
    ['ML-DSA-44', signatureFormOf({ keyType: 'AKP', algorithm: -48, publicKey: new Uint8Array(1), ...common }), 2420],
    [
      'RSA',
      signatureFormOf({
        keyType: 'RSA',
        algorithm: -257,
        modulus: new Uint8Array(384),
        exponent: Uint8Array.of(1, 0, 1),
        ...common,
      }),
      384,
    ],
  ])('%s', (_, hasForm, length) => {
    expect(hasForm(new Uint8Array(length))).toBe(true)
    for (const other of [0, length - 1, length + 1]) expect(hasForm(new Uint8Array(other))).toBe(false)
  })

  test.each([-9999, -257])('and none under algorithm %i, which is not one of its key', (algorithm) => {
    const hasForm = signatureFormOf({ ...octets, algorithm })
    for (const length of [0, 64, 256]) expect(hasForm(new Uint8Array(length))).toBe(false)
  })
})
