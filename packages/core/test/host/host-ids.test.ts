import { describe, expect, test } from 'vitest'
import { parseOrganizationId, parseUserId } from '../../src/host/ids.js'
import { parseInstant } from '../../src/host/instant.js'
import { parseCredentialId } from '../../src/webauthn/parse/credential-id.js'

const wide = '😀'

describe('an id of the host', () => {
  test.each(['a', 'x'.repeat(255), wide.repeat(255), ' ', '\n'])('%j is one', (id) => {
    expect(parseUserId(id)).toBe(id)
    expect(parseOrganizationId(id)).toBe(id)
  })

  test.each([
    ['nothing', ''],
    ['256 characters', 'x'.repeat(256)],
    ['256 characters outside of the basic plane', wide.repeat(256)],
    ['half a character', '\ud83d'],
    ['NUL', 'a\0b'],
    ['a number', 7],
    ['a list of one id', ['a']],
  ])('%s is none: malformed', (_, id) => {
    expect(() => parseUserId(id)).toThrow(expect.objectContaining({ code: 'malformed' }))
    expect(() => parseOrganizationId(id)).toThrow(expect.objectContaining({ code: 'malformed' }))
  })

  test.each([undefined, null])('%s names no organization, and is no user', (value) => {
    expect(parseOrganizationId(value)).toBeUndefined()
    expect(() => parseUserId(value)).toThrow(expect.objectContaining({ code: 'malformed' }))
  })
})

describe('a credential id that a caller names', () => {
  const longest = Buffer.alloc(1023).toString('base64url')

  test.each(['AA', 'A-_A', longest])('%# is one', (id) => {
    expect(parseCredentialId(id)).toBe(id)
  })

  test.each([
    ['nothing', ''],
    ['padding', 'AA=='],
    ['one character', 'A'],
    ['1024 bytes', Buffer.alloc(1024).toString('base64url')],
    ['a number', 7],
    ['nothing at all', undefined],
    ['a list', ['AA']],
  ])('%s is not found', (_, id) => {
    expect(() => parseCredentialId(id)).toThrow(expect.objectContaining({ code: 'not_found' }))
  })
})

describe('an instant that a caller names', () => {
  test.each([0, 1, 2 ** 48 - 1])('%d is one', (instant) => {
    expect(parseInstant(instant, 'from')).toBe(instant)
  })

  test.each([-1, 0.5, 2 ** 48, Number.NaN, Number.POSITIVE_INFINITY, '0', 0n, null, undefined])(
    '%s is none',
    (value) => {
      expect(() => parseInstant(value, 'from')).toThrow(expect.objectContaining({ code: 'malformed' }))
    },
  )
})
