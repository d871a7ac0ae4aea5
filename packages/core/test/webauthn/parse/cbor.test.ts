import { describe, expect, test } from 'vitest'
import { type CborRules, decodeCborMap } from '../../../src/webauthn/parse/cbor.js'

const rules: CborRules = { code: 'malformed_attestation_object', depth: 3, keys: 'canonical' }
const bytes = (hexadecimal: string) => new Uint8Array(Buffer.from(hexadecimal.replaceAll(' ', ''), 'hex'))
const nested = (depth: number) => `${'81'.repeat(depth)}00`

describe('decodeCborMap', () => {
  test('reads integers, byte strings, text, arrays, maps, booleans and null', () => {
    const map = decodeCborMap(bytes('a4 01 20 02 42 beef 03 82 f5 f6 61 61 a1 61 62 18 ff'), rules)
    expect(map.get(1)).toBe(-1)
    expect(map.get(2)).toEqual(new Uint8Array([0xbe, 0xef]))
    expect(map.get(3)).toEqual([true, null])
    expect(map.get('a')).toEqual(new Map([['b', 255]]))
  })

  test('reads a view into a larger buffer as what it is', () => {
    const whole = bytes('ff ff a1 01 41 07 ff')
    expect(decodeCborMap(whole.subarray(2, 6), rules).get(1)).toEqual(new Uint8Array([7]))
  })

  test.each([
    ['nothing at all', ''],
    ['something other than a map', '01'],
    ['bytes after the map', 'a0 00'],
    ['a map that ends early', 'a1 01'],
    ['an indefinite length', 'bf ff'],
    ['an indefinite string', 'a1 01 5f 41 00 ff'],
    ['a reserved length', 'a1 01 1c'],
    ['a length that is not minimal', 'a1 01 58 01 00'],
    ['an integer that is not minimal', 'a1 01 18 17'],
    ['a two-byte integer that would fit in one', 'a1 01 19 00ff'],
    ['a length beyond the bytes', 'a1 01 42 00'],
    ['a length of 2^64-1', 'a1 01 5b ffffffffffffffff'],
    ['a tag', 'a1 01 c0 00'],
    ['a half float', 'a1 01 f9 3c00'],
    ['a double', 'a1 01 fb 3ff0000000000000'],
    ['undefined', 'a1 01 f7'],
    ['an unassigned simple value', 'a1 01 e0'],
    ['a duplicate key', 'a2 01 00 01 01'],
    ['keys out of order', 'a2 02 00 01 00'],
    ['text before integers', 'a2 61 61 00 01 00'],
    ['a key that is a byte string', 'a1 41 00 00'],
    ['text that is no UTF-8', 'a1 01 61 ff'],
    ['513 items', `a1 01 99 01fe ${'00'.repeat(510)}`],
    ['a number that a double cannot hold', 'a1 01 1b 0020000000000000'],
    ['a negative number that a double cannot hold', 'a1 01 3b ffffffffffffffff'],
    ['maps and arrays four deep', `a1 01 ${nested(3)}`],
    ['arrays 20,000 deep', `a1 01 ${nested(20_000)}`],
  ])('refuses %s', (_, hexadecimal) => {
    expect(() => decodeCborMap(bytes(hexadecimal), rules)).toThrow(
      expect.objectContaining({ code: 'malformed_attestation_object' }),
    )
  })

  test('reads 512 items, and the largest numbers that a double holds', () => {
    const items = decodeCborMap(bytes(`a1 01 99 01fd ${'00'.repeat(509)}`), rules).get(1)
    expect(items).toHaveLength(509)
    const numbers = decodeCborMap(bytes('a2 01 1b 001fffffffffffff 02 3b 001ffffffffffffe'), rules)
    expect([...numbers.values()]).toEqual([Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER])
  })

  test('two keys whose texts differ by a byte order mark are two', () => {
    expect(decodeCborMap(bytes('a2 61 61 00 64 efbbbf61 00'), rules).size).toBe(2)
  })

  test('in any order, a key still must be unique', () => {
    const lax: CborRules = { ...rules, keys: 'any' }
    expect(decodeCborMap(bytes('a2 02 00 01 00'), lax).size).toBe(2)
    expect(() => decodeCborMap(bytes('a3 02 00 01 00 02 01'), lax)).toThrow()
  })
})
