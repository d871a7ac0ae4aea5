import { describe, expect, test } from 'vitest'
import { type CborRules, decodeCborItem, decodeCborMap } from '../../../src/webauthn/parse/cbor.js'

const rules: CborRules = { code: 'malformed_public_key', depth: 3, keys: 'canonical' }
const bytes = (hexadecimal: string) => new Uint8Array(Buffer.from(hexadecimal.replaceAll(' ', ''), 'hex'))
const refused = expect.objectContaining({ code: 'malformed_public_key' })
const read = (hexadecimal: string) => decodeCborMap(bytes(`a1 00 ${hexadecimal}`), rules).get(0)

describe('a number has one width', () => {
  test.each([
    ['17', 23],
    ['18 18', 24],
    ['18 ff', 255],
    ['19 0100', 256],
    ['19 ffff', 65_535],
    ['1a 00010000', 65_536],
    ['1a ffffffff', 2 ** 32 - 1],
    ['1b 0000000100000000', 2 ** 32],
    ['38 18', -25],
  ])('%s is %d', (hexadecimal, value) => {
    expect(Number(read(hexadecimal))).toBe(value)
  })

  test.each(['18 17', '18 00', '19 00ff', '1a 0000ffff', '1b 00000000ffffffff', '38 17'])(
    '%s is none',
    (hexadecimal) => {
      expect(() => read(hexadecimal)).toThrow(refused)
    },
  )

  test.each(['18', '19 01', '1a 000100', '1b 00000001000000', '1c', '1d', '1e', '1f'])(
    '%s ends early',
    (hexadecimal) => {
      expect(() => read(hexadecimal)).toThrow(refused)
    },
  )
})

describe('a string ends within the bytes', () => {
  test.each([
    ['40', new Uint8Array(0)],
    ['41 07', Uint8Array.of(7)],
    ['60', ''],
    ['62 c3a4', 'ä'],
  ])('%s', (hexadecimal, value) => {
    expect(read(hexadecimal)).toEqual(value)
  })

  test.each(['41', '61', '42 07', '62 61', '61 c3'])('%s does not', (hexadecimal) => {
    expect(() => read(hexadecimal)).toThrow(refused)
  })
})

test.each([
  ['f4', false],
  ['f5', true],
  ['f6', null],
])('%s is %s', (hexadecimal, value) => {
  expect(read(hexadecimal)).toBe(value)
})

test.each(['f3', 'f7', 'f8 18', 'f8 ff', 'f9 0000', 'fa 00000000', 'ff', 'c1 00', 'e0'])(
  '%s is nothing',
  (hexadecimal) => {
    expect(() => read(hexadecimal)).toThrow(refused)
  },
)

describe('maps and arrays', () => {
  const twoBytes = (count: number) => count.toString(16).padStart(4, '0')

  test('are 512 items at most, themselves and all that is in them counted', () => {
    expect(read(`99 ${twoBytes(509)} ${'00'.repeat(509)}`)).toHaveLength(509)
    expect(() => read(`99 ${twoBytes(510)} ${'00'.repeat(510)}`)).toThrow(refused)
    const inner = `98 fe ${'00'.repeat(254)}`
    expect(read(`82 ${inner} 98 fd ${'00'.repeat(253)}`)).toHaveLength(2)
    expect(() => read(`82 ${inner} ${inner}`)).toThrow(refused)
  })

  test('stand as deep inside one another as the rules say', () => {
    expect(read('81 81 00')).toEqual([[0]])
    expect(() => read('81 81 81 00')).toThrow(refused)
    expect(read('a1 00 a1 00 00')).toEqual(new Map([[0, new Map([[0, 0]])]]))
    expect(() => read('a1 00 a1 00 a1 00 00')).toThrow(refused)
    expect(() => read('a1 00 a1 00 80')).toThrow(refused)
    expect(() => read('81 81 a0')).toThrow(refused)
  })

  test.each([
    ['a shorter key first', 'a2 17 00 18 18 00'],
    ['positive numbers before negative ones', 'a2 18 18 00 20 00'],
    ['numbers before text', 'a2 20 00 60 00'],
    ['texts by length, then by their bytes', 'a3 61 62 00 62 61 61 00 62 61 62 00'],
  ])('have their keys in order: %s', (_, hexadecimal) => {
    const map = bytes(hexadecimal)
    expect(decodeCborItem(map, 0, rules)).toHaveProperty('end', map.length)
  })

  test.each([
    ['a longer key first', 'a2 18 18 00 17 00'],
    ['negative numbers before positive ones', 'a2 20 00 18 18 00'],
    ['text before numbers', 'a2 60 00 20 00'],
    ['a longer text first', 'a2 62 61 61 00 61 62 00'],
    ['the bytes of texts out of order', 'a2 62 61 62 00 62 61 61 00'],
    ['a key twice', 'a2 62 61 61 00 62 61 61 00'],
    ['the third out of order', 'a3 01 00 03 00 02 00'],
  ])('never have them out of order: %s', (_, hexadecimal) => {
    expect(() => decodeCborItem(bytes(hexadecimal), 0, rules)).toThrow(refused)
  })

  test('of any order have each key once, wherever it stands', () => {
    const lax: CborRules = { ...rules, keys: 'any' }
    expect(decodeCborMap(bytes('a3 03 00 01 00 02 00'), lax).size).toBe(3)
    for (const twice of ['a3 03 00 01 00 03 00', 'a2 01 00 01 00', 'a3 61 61 00 01 00 61 61 00']) {
      expect(() => decodeCborMap(bytes(twice), lax)).toThrow(refused)
    }
  })

  test.each(['40', '80', 'a0', 'f5', 'f6'])('have no key %s', (key) => {
    expect(() => decodeCborMap(bytes(`a1 ${key} 00`), rules)).toThrow(refused)
  })
})

test.each(['18 17', '19 01', '1a 000100', '42 07', '62 61', 'f3', 'e0', 'a1 40 00', 'a1 80 00', 'a1 f5 00', '82 00'])(
  '%s is refused before any library sees it',
  (hexadecimal) => {
    for (const keys of ['canonical', 'any'] as const) {
      expect(() => decodeCborItem(bytes(hexadecimal), 0, { ...rules, keys })).toThrow(refused)
    }
  },
)

test('a duplicate key is refused before any library sees it', () => {
  for (const twice of ['a2 01 00 01 00', 'a3 03 00 01 00 03 00', 'a3 61 61 00 01 00 61 61 00']) {
    expect(() => decodeCborItem(bytes(twice), 0, { ...rules, keys: 'any' })).toThrow(refused)
  }
})

test('what is wrong with a text is the cause', () => {
  const cause = expect.any(TypeError)
  expect(() => read('61 ff')).toThrow(expect.objectContaining({ code: 'malformed_public_key', cause }))
})

test('an item may begin anywhere, and ends before what follows', () => {
  expect(decodeCborItem(bytes('ff 82 01 02 ff'), 1, rules)).toEqual({ value: [1, 2], end: 4 })
  expect(() => decodeCborItem(bytes('00'), 1, rules)).toThrow(refused)
})
