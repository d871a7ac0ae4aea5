import { decodeBase64url, encodeBase64url, isBase64url } from '@latchkey/wire'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

describe('base64url', () => {
  test.each([
    [[], ''],
    [[0], 'AA'],
    [[255, 255], '__8'],
    [[251, 240], '-_A'],
    [[1, 2, 3], 'AQID'],
  ])('%j is %j', (bytes, text) => {
    expect(encodeBase64url(new Uint8Array(bytes))).toBe(text)
    expect(decodeBase64url(text)).toEqual(new Uint8Array(bytes))
  })

  test('what was encoded decodes to the same bytes, and Node agrees', () => {
    const roundTrip = fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const text = encodeBase64url(bytes)
      expect(text).toBe(Buffer.from(bytes).toString('base64url'))
      expect(decodeBase64url(text)).toEqual(new Uint8Array(bytes))
    })
    fc.assert(roundTrip)
  })

  test.each(['A', 'AA=', 'AA==', 'A+', 'A/', ' AA', 'AA\n', 'A\u0100', 'AB', 'AAB', '\ud83d\ude00'])(
    '%j is not canonical base64url',
    (text) => {
      expect(decodeBase64url(text)).toBeUndefined()
    },
  )

  test('a text is base64url exactly when it can be decoded', () => {
    const character = fc.constantFrom(...'AQgwBEIMz09-_+/= \u0100')
    const property = fc.property(fc.string({ unit: character, maxLength: 9 }), (text) => {
      expect(isBase64url(text)).toBe(decodeBase64url(text) !== undefined)
    })
    fc.assert(property, { numRuns: 5000 })
    for (const [one, two] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].map(
      (it) => [`A${it}`, `AA${it}`] as const,
    )) {
      expect(isBase64url(one)).toBe(decodeBase64url(one) !== undefined)
      expect(isBase64url(two)).toBe(decodeBase64url(two) !== undefined)
    }
  })
})
