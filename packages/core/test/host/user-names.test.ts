import { describe, expect, test } from 'vitest'
import { usersApart } from '../host-users.js'
import { binding, createWorld } from '../world.js'

const world = createWorld({
  host: usersApart().host,
  profile: { username: 'required', displayName: 'optional' },
  policy: { mode: 'optional', signUp: true },
})

const outcome = (username: string, displayName?: string) =>
  world.passkeys.signUp.begin({ profile: { username, ...(displayName ? { displayName } : {}) }, binding }).then(
    () => 'begun',
    ({ code }) => code,
  )

describe('a user name is of one script, or of scripts that are written together', () => {
  test.each([
    'ada',
    'Ada.Lovelace-1815_x',
    'ren\u00e9e',
    '\u0430\u043d\u043d\u0430',
    '\u03b1\u03bd\u03bd\u03b1',
    '\u05d0\u05d1\u05d2',
    '\u0639\u0644\u064a',
    '\u0905\u0928\u093e',
    '\u0e2a\u0e21\u0e0a\u0e32\u0e22',
    '\u5c71\u7530',
    '\u5c71\u7530\u592a\u90ce\u3068ren',
    '\u30bf\u30ed\u30fc',
    '\uae40\uc720\ub098\u674e',
    '\u674e\u3105kim',
    '\u0661\u0662\u0663',
    '007',
  ])('%j is taken', async (username) => {
    expect(await outcome(username)).toBe('begun')
  })

  test.each([
    ['Latin with a Cyrillic letter', 'p\u0430ypal'],
    ['Latin with a Greek letter', 'g\u03bfogle'],
    ['Cyrillic with Greek', '\u0430\u03b1'],
    ['Japanese with Hangul', '\u3042\uae40'],
    ['Hebrew with Latin', '\u05d0bc'],
    ['Cherokee, which looks like Latin', '\u13aa\u13a0'],
    ['Coptic', '\u2c80\u2c81'],
    ['Latin with Armenian', 'a\u0570'],
    ['an Arabic digit after Latin', 'ada\u0661'],
    ['digits of two systems', '\u0639\u0661\u06f1'],
    ['ASCII digits with Arabic ones', '\u06391\u0661'],
  ])('%s: malformed', async (_, username) => {
    expect(await outcome(username)).toBe('malformed')
  })
})

describe('a user name holds nothing that does not show', () => {
  test.each([
    ['a soft hyphen', 'ad\u00ada'],
    ['a zero-width joiner', 'ad\u200da'],
    ['a zero-width non-joiner', 'ad\u200ca'],
    ['a zero-width space', 'ad\u200ba'],
    ['a combining grapheme joiner', 'ad\u034fa'],
    ['a variation selector', 'ada\ufe0f'],
    ['a variation selector of the supplement', 'ada\u{e0100}'],
    ['a Hangul filler', 'ada\u3164'],
    ['a half-width Hangul filler', 'ada\uffa0'],
    ['a Khmer inherent vowel', '\u1780\u17b4'],
    ['a Mongolian vowel separator', 'ada\u180e'],
    ['a tag', 'ada\u{e0061}'],
    ['a mark twice', 'a\u0300\u0300'],
    ['five marks', 'a\u0300\u0301\u0302\u0303\u0304'],
  ])('%s: malformed', async (_, username) => {
    expect(await outcome(username)).toBe('malformed')
  })
})

describe('a user name holds no other form of a letter', () => {
  test.each([
    ['full-width letters', '\uff41\uff44\uff41'],
    ['mathematical letters', '\u{1d41a}\u{1d41d}\u{1d41a}'],
    ['half-width Katakana', '\uff80\uff9b'],
    ['a ligature', '\ufb01n'],
    ['an ordinal', 'n\u00ba'],
    ['a superscript digit', 'a\u00b2'],
  ])('%s: malformed', async (_, username) => {
    expect(await outcome(username)).toBe('malformed')
  })
})

test('a display name may hold what it likes, and so may an identifier at sign-in', async () => {
  const family = '\u{1f468}\u200d\u{1f469}\u200d\u{1f467} p\u0430ypal'
  expect(await outcome('ada', family)).toBe('begun')
  const begun = world.passkeys.signIn.begin({ identifier: 'p\u0430ypal', binding })
  await expect(begun).resolves.toHaveProperty('ceremony')
})
