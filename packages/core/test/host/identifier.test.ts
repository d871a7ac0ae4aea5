import { describe, expect, test } from 'vitest'
import { parseIdentifier } from '../../src/host/ids.js'

describe('parseIdentifier', () => {
  test.each([
    ['  alice@example.com ', 'alice@example.com'],
    ['Alice@EXAMPLE.com', 'Alice@example.com'],
    ['Jose\u0301', 'Jos\u00e9'],
    ['+4915112345678', '+4915112345678'],
  ])('%j is %j', (typed, canonical) => {
    expect(parseIdentifier(typed)).toBe(canonical)
  })

  test.each([
    ['empty', ' '],
    ['a control character', 'a\u0000b'],
    ['a lone surrogate', 'a\ud800'],
    ['321 characters', 'a'.repeat(321)],
    ['a number', 1],
  ])('refuses %s', (_, typed) => {
    expect(() => parseIdentifier(typed)).toThrow(expect.objectContaining({ code: 'malformed' }))
  })
})
