import { memoryStorage } from '@latchkey/memory'
import { describe, expect, test } from 'vitest'
import { createPasskeys, type PasskeysConfig } from '../../src/index.js'
import { createWorld } from '../world.js'

const config: PasskeysConfig = {
  relyingParty: { id: 'localhost', name: 'Example', origins: ['http://localhost:3000'] },
  secret: '0123456789abcdef0123456789abcdef',
  storage: memoryStorage(),
  policy: { mode: 'optional' },
}
const localhost = { id: 'localhost', name: 'Example' }
const example = { id: 'example.com', name: 'Example' }
const kysely = { selectFrom: () => {}, insertInto: () => {} }

/** A mistake, and what the error says: where it is, and what to write. */
const mistakes: readonly [mistake: string, change: object, where: string, write: string][] = [
  ['no scheme', { relyingParty: { ...localhost, origins: ['localhost:3000'] } }, 'origins', "'http://localhost:3000'"],
  ['no scheme', { relyingParty: { ...example, origins: ['example.com'] } }, 'origins', "'https://example.com'"],
  ['a port', { relyingParty: { ...example, id: 'example.com:443' } }, 'relyingParty.id', 'ports'],
  ['one label', { relyingParty: { ...example, id: 'intranet' } }, 'relyingParty.id', 'single label'],
  ['an underscore', { relyingParty: { ...example, id: 'my_app.example.com' } }, 'relyingParty.id', 'underscore'],
  [
    'text for a list',
    { relyingParty: { ...example, origins: 'https://example.com' } },
    'relyingParty.origins',
    "write ['https://example.com']",
  ],
  [
    'a misspelled name',
    { relyingParty: { ...example, origin: ['https://example.com'] } },
    'relyingParty.origin',
    'did you mean origins?',
  ],
  ['a short secret', { secret: 'short' }, 'createPasskeys: secret:', 'openssl rand -base64 32'],
  [
    'one short secret of two',
    { secret: [config.secret, 'short'] },
    'createPasskeys: secret:',
    'openssl rand -base64 32',
  ],
  ['a variable that is not set', { secret: undefined }, 'createPasskeys: secret: is not set (undefined)', 'openssl'],
  ['no storage', { storage: undefined }, 'storage: is not set', 'kyselyStorage(db)'],
  ['an adapter that was not called', { storage: () => {} }, 'storage', 'call it'],
  ['the database', { storage: kysely }, 'storage', 'pass kyselyStorage(db)'],
  ['a driver', { storage: { prepare: () => {} } }, 'storage', 'new Kysely'],
  [
    'a misspelled field',
    { policy: { userVerfication: {} } },
    'policy.userVerfication',
    'did you mean userVerification?',
  ],
  ['a misspelled setting', { polices: {} }, 'polices', 'did you mean policy?'],
  ['a bare number of days', { policy: { prompt: { every: 14 } } }, 'policy.prompt.every', 'write { days: 14 }'],
]

describe('a mistake in the configuration', () => {
  test.each(mistakes)('%s (%j): says where, and what to write', (_, change, where, write) => {
    const attempt = () => createPasskeys({ ...config, ...change } as PasskeysConfig)
    expect(attempt).toThrow(TypeError)
    expect(attempt).toThrow(where)
    expect(attempt).toThrow(write)
  })
})

describe('a session of the wrong shape', () => {
  const world = createWorld()
  const shapes: readonly [mistake: string, change: object, message: string][] = [
    ['a numeric id', { userId: 7 }, 'session.userId is a number; write String(user.id).'],
    ['seconds', { authenticatedAt: Math.floor(Date.now() / 1000) }, 'session.authenticatedAt looks like seconds'],
    ['microseconds', { authenticatedAt: Date.now() * 1000 }, 'session.authenticatedAt'],
    ['a Date', { authenticatedAt: new Date() }, 'session.authenticatedAt is a Date; give its getTime().'],
    ['methods as text', { methods: ['password'] }, "session.methods.0 is text; write { name: 'password'"],
    ['a method without a time', { methods: [{ name: 'password' }] }, 'session.methods.0.at must be epoch milliseconds'],
    ['no methods', { methods: undefined }, 'session.methods must be an array'],
  ]

  test.each(shapes)('%s: a TypeError that names the member', async (_, change, message) => {
    const session = { ...createWorld({ now: Date.now }).session(), authenticatedAt: Date.now(), ...change } as never
    const attempt = createWorld({ now: Date.now }).passkeys.manage.list({ session })
    await expect(attempt).rejects.toThrow(TypeError)
    await expect(attempt).rejects.toThrow(message)
  })

  test('null is nobody, not a mistake', async () => {
    await expect(world.passkeys.manage.list({ session: null })).rejects.toMatchObject({ code: 'not_signed_in' })
  })
})

describe('a user of the wrong shape', () => {
  const found: readonly [user: unknown, message: string][] = [
    [{ userId: 'ada', email: 'ada@example.com' }, 'without an id (it has userId, email); give { id, name }'],
    [{ id: 7, name: 'ada' }, 'whose id is a number; write String(user.id)'],
    ['ada', 'that is no object'],
    [{ id: '' }, 'whose id is not a string of 1 to 255 characters'],
  ]

  test.each(found)('findUser returns %j: a TypeError that says what to return', async (user, message) => {
    const { passkeys } = createWorld({ host: { findUser: () => user as never } })
    const attempt = passkeys.signIn.begin({ identifier: 'ada@example.com', binding: 'x'.repeat(43) })
    await expect(attempt).rejects.toThrow(TypeError)
    await expect(attempt).rejects.toThrow(`host.findUser returned a user ${message}`)
  })

  test.each([null, undefined])('findUser returns %s: the user is unknown', async (user) => {
    const { passkeys } = createWorld({ host: { findUser: () => user } })
    const begun = await passkeys.signIn.begin({ identifier: 'ada@example.com', binding: 'x'.repeat(43) })
    expect(begun.options.allowCredentials?.length).toBeGreaterThan(0)
  })

  test('enrolling for no user says what to give', async () => {
    const { passkeys, session } = createWorld()
    const attempt = passkeys.enroll.begin({ session: session(), binding: 'x'.repeat(43) } as never)
    await expect(attempt).rejects.toThrow('enroll.begin was given a user that is no object; give { id, name }.')
  })
})

describe('a call of the wrong shape', () => {
  const { passkeys, session } = createWorld()
  const calls: readonly [name: string, call: () => Promise<unknown>][] = [
    ['passkeys.enroll.begin', () => passkeys.enroll.begin(undefined as never)],
    ['passkeys.signIn.finish', () => passkeys.signIn.finish('ceremony' as never)],
    ['passkeys.admin.passkeys.list', () => passkeys.admin.passkeys.list(null as never)],
  ]

  test.each(calls)('%s takes one object', async (name, call) => {
    await expect(call()).rejects.toThrow(TypeError)
    await expect(call()).rejects.toThrow(`${name} takes one object`)
  })

  test('an unknown trigger lists the triggers', async () => {
    const attempt = passkeys.prompt.decide({ session: session(), on: 'login' as never })
    await expect(attempt).rejects.toThrow("prompt.decide was given on: 'login'; use sign-in or sign-up.")
  })

  test('a profile that is not under its name', async () => {
    const { passkeys } = createWorld({
      policy: { mode: 'optional', signUp: true },
      host: { findUser: () => undefined, createUser: () => {}, confirmUser: () => {}, discardUser: () => {} },
    })
    const attempt = passkeys.signUp.begin({ email: 'ada@example.com', binding: 'x'.repeat(43) } as never)
    await expect(attempt).rejects.toMatchObject({
      code: 'malformed',
      issues: [{ path: 'profile', message: expect.stringContaining('send { profile') }],
    })
  })

  test.each([
    ['from', { from: new Date(), to: 0 }, 'from is a Date; give its getTime().'],
    ['to', { from: 0, to: 'today' }, 'to must be epoch milliseconds'],
  ])('an instant that is none, %s, is named in the cause', async (_, span, message) => {
    const attempt = passkeys.admin.adoption({ ...span, actor: { id: 'root' } } as never)
    await expect(attempt).rejects.toMatchObject({
      code: 'malformed',
      cause: expect.objectContaining({ message: expect.stringContaining(message) }),
    })
  })
})

describe('passkeys that are off by default', () => {
  const linesOf = (policy: PasskeysConfig['policy']) => {
    const lines: string[] = []
    createPasskeys({ ...config, policy, logger: { warn: (line) => lines.push(line) } } as PasskeysConfig)
    return lines
  }

  test.each([[undefined], [{}]])('%j: one line at start-up says what to write', (policy) => {
    expect(linesOf(policy)).toEqual([expect.stringContaining("policy: { mode: 'optional' }")])
  })

  test.each([[{ mode: 'off' }], [{ mode: 'optional' }]] as const)('%j: the developer has decided', (policy) => {
    expect(linesOf(policy)).toEqual([])
  })
})
