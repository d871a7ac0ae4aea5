import { createPasskeys, type Profile, type ProfileRules } from '@latchkey/core'
import { memoryStorage } from '@latchkey/memory'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { usersApart } from '../host-users.js'
import { binding, createWorld, secret } from '../world.js'

const everything: ProfileRules = { email: 'optional', phone: 'optional', username: 'optional', displayName: 'optional' }

/** The profile as the host gets it to make a user of. */
async function accepted(profile: unknown, rules: ProfileRules = everything): Promise<Profile | undefined> {
  let got: Profile | undefined
  const createUser = (user: { readonly profile: Profile }) => {
    got = user.profile
  }
  const host = { ...usersApart().host, createUser }
  const world = createWorld({ host, profile: rules, policy: { mode: 'optional', signUp: true } })
  const { ceremony, options } = await world.passkeys.signUp.begin({ profile, binding })
  const response = await world.authenticator().create(options)
  await world.passkeys.signUp.finish({ ceremony, response, binding })
  return got
}

describe('a profile', () => {
  test.each<[string, object, object]>([
    ['e-mail address: trimmed, its domain in lower case', { email: ' Ada@EXAMPLE.com ' }, { email: 'Ada@example.com' }],
    ['user name: NFC', { username: 'Ame\u0301lie' }, { username: 'Am\u00e9lie' }],
    ['phone number', { phone: '+4915112345678' }, { phone: '+4915112345678' }],
    [
      'display name, which is no address',
      { username: 'ada', displayName: ' Ada @ HOME ' },
      { username: 'ada', displayName: 'Ada @ HOME' },
    ],
  ])('%s', async (_, profile, canonical) => {
    expect(await accepted(profile)).toEqual(canonical)
  })

  test.each<[string, object]>([
    ['email', { email: 'ada' }],
    ['email', { email: 'ada@' }],
    ['email', { email: 'ada@example.com\nbcc: all@example.com' }],
    ['email', { email: `${'a'.repeat(243)}@example.com` }],
    ['email', { email: ['ada@example.com'] }],
    ['email', { email: null }],
    ['phone', { phone: '015112345678' }],
    ['phone', { phone: '+49 151 12345678' }],
    ['phone', { phone: '+0151123456' }],
    ['phone', { phone: `+${'1'.repeat(16)}` }],
    ['username', { username: 'bob@example.com' }],
    ['username', { username: '+4915112345678' }],
    ['username', { username: 'a b' }],
    ['username', { username: 'ada\u202e' }],
    ['username', { username: '.ada' }],
    ['username', { username: 'a'.repeat(65) }],
    ['username', { username: '  ' }],
    ['displayName', { username: 'ada', displayName: 'A\u0000' }],
    ['displayName', { username: 'ada', displayName: 'x'.repeat(101) }],
    ['surname', { username: 'ada', surname: 'Lovelace' }],
    ['attributes', { username: 'ada', attributes: {} }],
    ['__proto__', JSON.parse('{ "username": "ada", "__proto__": { "isAdmin": true } }')],
    ['constructor', { username: 'ada', constructor: 'x' }],
    ['', {}],
    ['', { displayName: 'Ada' }],
  ])('%s is what is complained about in %j', async (field, profile) => {
    const refused = accepted(profile)
    await expect(refused).rejects.toMatchObject({ code: 'malformed', status: 400 })
    await expect(refused).rejects.toMatchObject({ issues: [expect.objectContaining({ path: field })] })
  })

  test.each([null, 'ada@example.com', [], 1])('%j is none', async (profile) => {
    await expect(accepted(profile)).rejects.toMatchObject({ code: 'malformed' })
  })

  test('of more than 2000 bytes is too large', async () => {
    await expect(accepted({ username: 'ada', x: 'x'.repeat(2000) })).rejects.toMatchObject({ code: 'too_large' })
  })

  test('by default is an e-mail address and nothing else', async () => {
    const world = createWorld({ host: usersApart().host, policy: { mode: 'optional', signUp: true } })
    const begin = (profile: object) => world.passkeys.signUp.begin({ profile, binding })
    await expect(begin({ email: 'ada@example.com' })).resolves.toBeDefined()
    await expect(begin({ username: 'ada' })).rejects.toMatchObject({
      issues: [
        { path: 'username', message: 'is not accepted' },
        { path: 'email', message: 'is missing' },
      ],
    })
  })

  test('has every member that is required', async () => {
    const rules = { email: 'required', username: 'required', displayName: 'required' } as const
    await expect(accepted({ email: 'ada@example.com' }, rules)).rejects.toMatchObject({
      issues: [
        { path: 'username', message: 'is missing' },
        { path: 'displayName', message: 'is missing' },
      ],
    })
  })

  test('has the attributes that the schema makes of what came, at finish as at begin', async () => {
    const attributes = z.strictObject({ born: z.coerce.date(), name: z.string().trim() })
    const rules = { email: 'required', attributes } as const
    const email = 'ada@example.com'
    const profile = await accepted({ email, attributes: { born: '1815-12-10', name: ' Ada ' } }, rules)
    expect(profile).toEqual({ email, attributes: { born: new Date('1815-12-10'), name: 'Ada' } })
    await expect(accepted({ email, attributes: { born: '1815-12-10', name: 1 } }, rules)).rejects.toMatchObject({
      code: 'malformed',
      issues: [expect.objectContaining({ path: 'attributes.name' })],
    })
    await expect(accepted({ email }, rules)).rejects.toMatchObject({
      issues: [expect.objectContaining({ path: 'attributes' })],
    })
  })
})

describe('rules of a profile', () => {
  const start = (profile: ProfileRules) => () =>
    createPasskeys({ relyingParty: { id: 'example.com', name: 'Example' }, secret, storage: memoryStorage(), profile })

  test.each<[RegExp, ProfileRules]>([
    [/profile: must name an identifier/, {}],
    [/profile: must name an identifier/, { displayName: 'required' }],
    [/profile.email/, { email: 'yes' as never }],
    [/profile.attributes: must be a schema/, { email: 'required', attributes: {} as never }],
  ])('that cannot be: %s', (message, rules) => {
    expect(start(rules)).toThrow(TypeError)
    expect(start(rules)).toThrow(message)
  })
})
