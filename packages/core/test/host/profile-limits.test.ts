import type { StandardSchemaV1 } from '@standard-schema/spec'
import { describe, expect, test } from 'vitest'
import { parseProfile, profileFields } from '../../src/host/profile.js'

/** A schema of no library. */
const schema = (validate: (value: unknown) => StandardSchemaV1.Result<unknown>): StandardSchemaV1 => ({
  '~standard': { version: 1, vendor: 'test', validate },
})

describe('each field of a profile has a longest value', () => {
  const email = (length: number) => `${'a'.repeat(60)}@${`${'b'.repeat(60)}.`.repeat(4).slice(0, length - 61)}`
  const longest = {
    email: { of: email, most: 254 },
    username: { of: (length: number) => 'u'.repeat(length), most: 64 },
    phone: { of: (length: number) => `+${'4'.repeat(length - 1)}`, most: 16 },
    displayName: { of: (length: number) => '\u{1F600}'.repeat(length), most: 100 },
  } as const

  test.each(Object.entries(longest))('%s', (name, { of, most }) => {
    const { read } = profileFields[name as keyof typeof profileFields]
    expect(read(of(most))).toBe(of(most))
    expect(read(of(most + 1))).toBeUndefined()
  })
})

test('a profile has at most 2000 bytes of JSON', async () => {
  const profileOf = (length: number) => ({ username: 'ann', attributes: '\u00e4'.repeat(length) })
  const room = Math.floor((2000 - JSON.stringify(profileOf(0)).length) / 2)
  const rules = { username: 'required', attributes: schema((value) => ({ value })) } as const
  const fill = (length: number) => ({ ...profileOf(room), username: 'a'.repeat(length) })
  const most = 2000 - new TextEncoder().encode(JSON.stringify(fill(0))).length
  expect((await parseProfile(fill(most), rules)).profile).toEqual(fill(most))
  await expect(parseProfile(fill(most + 1), rules)).rejects.toMatchObject({ code: 'too_large' })
})

describe('attributes', () => {
  const parse = (result: StandardSchemaV1.Result<unknown>) =>
    parseProfile({ username: 'ann', attributes: 7 }, { username: 'required', attributes: schema(() => result) })

  test('are what the schema makes of them; nothing, where it makes nothing', async () => {
    expect((await parse({ value: 8 })).profile).toEqual({ username: 'ann', attributes: 8 })
    expect((await parse({ value: undefined })).profile).not.toHaveProperty('attributes')
  })

  test('that are wrong are complained of by their path', async () => {
    const attempt = parse({
      issues: [
        { message: 'one' },
        { message: 'two', path: [] },
        { message: 'three', path: ['a', 0, { key: 'b' }, { key: 1 }] },
      ],
    })
    const issues = [
      { path: 'attributes', message: 'one' },
      { path: 'attributes', message: 'two' },
      { path: 'attributes.a.0.b.1', message: 'three' },
    ]
    await expect(attempt).rejects.toMatchObject({ code: 'malformed', issues })
  })
})
