import { describe, expect, test } from 'vitest'
import { canonicalIdentifier } from '../../../src/host/ids.js'
import { canonicalText } from '../../../src/webauthn/parse/canonical-text.js'

describe('a text in canonical form', () => {
  test.each([
    ['as it is', 'Ann', 'Ann'],
    ['without spaces around it', ' \tAnn Lee\n', 'Ann Lee'],
    ['NFC', 'e\u0301', '\u00e9'],
    ['with what is no control character', 'a~\u00a0b', 'a~\u00a0b'],
  ])('%s', (_, given, text) => {
    expect(canonicalText(given, 10)).toBe(text)
  })

  test('may be as long as that, spaces included', () => {
    expect(canonicalText('x'.repeat(10), 10)).toBe('x'.repeat(10))
    expect(canonicalText('x'.repeat(11), 10)).toBeUndefined()
    expect(canonicalText(`${' '.repeat(10)}x`, 10)).toBeUndefined()
  })

  test.each([
    ['nothing', ''],
    ['spaces', '  '],
    ['NUL', 'a\u0000b'],
    ['a line break inside', 'a\nb'],
    ['the last control character below a space', 'a\u001fb'],
    ['DEL', 'a\u007fb'],
    ['the last control character', 'a\u009fb'],
    ['half a character', '\udc00'],
    ['a number', 7],
    ['nothing at all', undefined],
  ])('%s is none', (_, given) => {
    expect(canonicalText(given, 10)).toBeUndefined()
  })
})

describe('an identifier in canonical form', () => {
  test.each([
    ['Ann', 'Ann'],
    ['ANN', 'ANN'],
    ['Ann@EXAMPLE.com', 'Ann@example.com'],
    ['A@B@EXAMPLE.com', 'A@B@example.com'],
    ['@ANN', '@ann'],
  ])('%s is %s', (given, identifier) => {
    expect(canonicalIdentifier(given)).toBe(identifier)
  })

  test('has at most 320 characters', () => {
    expect(canonicalIdentifier('x'.repeat(320))).toBe('x'.repeat(320))
    expect(canonicalIdentifier('x'.repeat(321))).toBeUndefined()
    expect(canonicalIdentifier(7)).toBeUndefined()
  })
})
