import { p256, p384, p521 } from '@noble/curves/nist.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { describe, expect, test } from 'vitest'
import { parseEcdsaSignature } from '../../src/parse/ecdsa-signature.js'
import { signatureFormOf } from '../../src/verify/signature-form.js'
import { weierstrassCurves } from '../../src/verify/weierstrass-curves.js'

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

describe('an ECDSA signature is one DER sequence of two numbers', () => {
  test.each([
    ['as short as can be', '3006 020101 020101', { r: bytes('01'), s: bytes('01') }],
    ['with a zero before a high bit', '3008 02020080 020200ff', { r: bytes('80'), s: bytes('ff') }],
  ])('%s', (_, text, numbers) => {
    expect(parseEcdsaSignature(bytes(text))).toEqual(numbers)
  })

  test('of 128 bytes and more, where the length takes two', () => {
    const number = 2n ** 520n + 7n
    const long = signature(number, number)
    expect([...long.slice(0, 3)]).toEqual([0x30, 0x81, long.length - 3])
    expect(parseEcdsaSignature(long)).toEqual({ r: bytes(hexadecimal(number)), s: bytes(hexadecimal(number)) })
  })

  test.each([
    ['nothing', ''],
    ['a set', '3106 020101 020101'],
    ['a length that is too short', '3005 020101 020101'],
    ['a length that is too long', '3007 020101 020101'],
    ['a length in two bytes where one will do', '308106 020101 020101'],
    ['an indefinite length', '3080 020101 020101 0000'],
    ['a byte after the end', '3006 020101 020101 00'],
    ['a byte inside after the numbers', '3007 020101 020101 00'],
    ['one number', '3003 020101'],
    ['three numbers', '3009 020101 020101 020101'],
    ['a number without bytes', '3005 0200 020101'],
    ['a second number without bytes', '3005 020101 0200'],
    ['a number that is zero', '3006 020100 020101'],
    ['a second number that is zero', '3006 020101 020100'],
    ['a negative number', '3006 020181 020101'],
    ['a zero byte too many', '3007 02020001 020101'],
    ['two zero bytes', '3008 0203000080 020101'],
    ['a bit string in place of a number', '3006 030101 020101'],
    ['a number that ends after the signature', '3006 020101 020201'],
    ['a length of a number in two bytes', '3007 02810101 020101'],
    ['two numbers side by side', '01'.repeat(64)],
  ])('never %s', (_, text) => {
    expect(parseEcdsaSignature(bytes(text))).toBeUndefined()
  })
})

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

  test('on a curve that nobody has, no signature has a form', () => {
    expect(formOf(4)(signature(1n, 1n))).toBe(false)
  })
})
