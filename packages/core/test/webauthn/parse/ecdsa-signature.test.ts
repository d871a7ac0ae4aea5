import { describe, expect, test } from 'vitest'
import { parseEcdsaSignature } from '../../../src/webauthn/parse/ecdsa-signature.js'

const bytes = (hexadecimal: string) => new Uint8Array(Buffer.from(hexadecimal.replaceAll(' ', ''), 'hex'))
const integer = (hexadecimal: string) => `02${(hexadecimal.length / 2).toString(16).padStart(2, '0')}${hexadecimal}`
const hexadecimal = (number: Uint8Array | undefined) => number && Buffer.from(number).toString('hex')
const numbersOf = (text: string) => {
  const signature = parseEcdsaSignature(bytes(text))
  return signature && [hexadecimal(signature.r), hexadecimal(signature.s)]
}
const long = '7f'.repeat(66)

describe('the two numbers of an ECDSA signature', () => {
  test.each([
    ['of one byte', '30 06 020101 020102', ['01', '02']],
    ['as large as a byte without a sign', '30 06 02017f 02017f', ['7f', '7f']],
    ['with a zero before the sign bit', '30 08 02020080 020200ff', ['80', 'ff']],
    ['of different lengths', '30 07 020101 02020100', ['01', '0100']],
    [
      'in 127 bytes',
      `30 7f ${integer('7f'.repeat(61))}${integer('7f'.repeat(62))}`,
      ['7f'.repeat(61), '7f'.repeat(62)],
    ],
    [
      'in 128 bytes',
      `30 81 80 ${integer('7f'.repeat(62))}${integer('7f'.repeat(62))}`,
      ['7f'.repeat(62), '7f'.repeat(62)],
    ],
    ['of P-521', `30 81 88 ${integer(long)}${integer(long)}`, [long, long]],
    ['of 127 bytes', `30 81 84 ${integer('7f'.repeat(127))}${integer('01')}`, ['7f'.repeat(127), '01']],
  ])('%s', (_, signature, numbers) => {
    expect(numbersOf(signature)).toEqual(numbers)
  })

  test.each([
    ['nothing', ''],
    ['a byte', '30'],
    ['no numbers', '30 00'],
    ['one number', '30 03 020101'],
    ['three numbers', '30 09 020101 020102 020103'],
    ['side by side', '01 02'],
    ['an indefinite length', '3080 020101 020101 0000'],
    ['a byte inside after the numbers', '30 07 020101 020102 00'],
    ['two zero bytes', '30 08 0203000080 020101'],
    ['a length of a number in two bytes', '30 07 02810101 020102'],
    ['another tag', '31 06 020101 020102'],
    ['a first number of another tag', '30 06 030101 020102'],
    ['a second number of another tag', '30 06 020101 030102'],
    ['a byte behind the end', '30 06 020101 020102 00'],
    ['a length that is too short', '30 05 020101 020102'],
    ['a length that is too long', '30 07 020101 020102'],
    ['a long length that could be short', '30 81 06 020101 020102'],
    ['127 bytes with a long length', `30 81 7f ${integer('7f'.repeat(61))}${integer('7f'.repeat(62))}`],
    ['128 bytes with a short length', `30 80 ${integer('7f'.repeat(62))}${integer('7f'.repeat(62))}`],
    ['a long length that is wrong', `30 81 81 ${integer('7f'.repeat(62))}${integer('7f'.repeat(62))}`],
    ['another byte before a long length', `30 83 80 ${integer('7f'.repeat(62))}${integer('7f'.repeat(62))}`],
    ['a length in two bytes', `30 82 0080 ${integer('7f'.repeat(62))}${integer('7f'.repeat(61))}`],
    ['a first number of no bytes', '30 05 0200 020102'],
    ['a second number of no bytes', '30 05 020101 0200'],
    ['a negative number', '30 06 020180 020102'],
    ['a negative second number', '30 06 020101 0201ff'],
    ['zero', '30 06 020100 020102'],
    ['zero second', '30 06 020101 020100'],
    ['zero in two bytes', '30 07 02020000 020102'],
    ['a zero too many', '30 07 0202007f 020102'],
    ['a second number with a zero too many', '30 07 020101 0202007f'],
    ['a number that reaches past the end', '30 06 020101 020202'],
    ['a first number that reaches past the end', '30 06 020701 020102'],
    ['a number of 128 bytes', `30 81 85 0280${'7f'.repeat(128)}020101`],
    ['a number whose first byte is cut off', '30 05 020101 0201'],
    ['a number whose length is cut off', '30 04 020101 02'],
  ])('%s: there are none', (_, signature) => {
    expect(numbersOf(signature)).toBeUndefined()
  })
})
