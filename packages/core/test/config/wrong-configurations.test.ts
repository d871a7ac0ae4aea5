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

const driver = { prepare: () => {} }
const knex = Object.assign(() => {}, { raw: () => {}, schema: {} })
const postgresJs = Object.assign(() => {}, { unsafe: () => {}, begin: () => {} })
const dialect = { createDriver: () => {}, createAdapter: () => {} }

/** A mistake, and what the error says: where it is, and what to write. */
const mistakes: readonly [mistake: string, change: object, where: string, write: string][] = [
  ...[
    ['no scheme', 'localhost:3000', "'http://localhost:3000'"],
    ['no scheme, and a slash', 'localhost:3000/', "'http://localhost:3000'"],
    ['a space', ' http://localhost:3000', "'http://localhost:3000'"],
    ['an IP address without a scheme', '127.0.0.1:3000', "write 'http://localhost:3000' and open the page there"],
    ['an IP address', 'http://127.0.0.1:3000', "write 'http://localhost:3000' and open the page there"],
    ['an IPv6 address', 'http://[::1]:3000', "write 'http://localhost:3000' and open the page there"],
    ['a wildcard', 'https://*.localhost', 'write each origin by itself'],
    ['a star', '*', 'write each origin by itself'],
    ['nothing', '', "such as 'http://localhost:3000'"],
    ['http elsewhere', 'http://app.example.com', "write 'https://app.example.com'"],
  ].map(([mistake = '', origin, write = '']): (typeof mistakes)[number] => [
    mistake,
    { relyingParty: { ...localhost, origins: [origin] } },
    `relyingParty.origins has '${origin}'`,
    write,
  ]),
  ['no scheme', { relyingParty: { ...example, origins: ['example.com'] } }, 'origins', "'https://example.com'"],
  ['a port', { relyingParty: { ...example, id: 'example.com:443' } }, 'relyingParty.id', 'ports'],
  ['one label', { relyingParty: { ...example, id: 'intranet' } }, 'relyingParty.id', 'single label'],
  ['an underscore', { relyingParty: { ...example, id: 'my_app.example.com' } }, 'relyingParty.id', 'underscore'],
  ['a space', { relyingParty: { ...example, id: 'example.com ' } }, 'relyingParty.id', "without spaces: 'example.com'"],
  ['a list for text', { relyingParty: { ...example, id: ['example.com'] } }, 'relyingParty.id', 'must be text'],
  ['no name', { relyingParty: { id: 'example.com' } }, 'relyingParty.name', 'is missing; write text'],
  ['an empty name', { relyingParty: { ...example, name: ' ' } }, 'relyingParty.name', 'must not be empty'],
  [
    'no relying party',
    { relyingParty: undefined },
    'relyingParty',
    'is missing; write { id, name, origins, relatedOrigins }',
  ],
  [
    'text for the relying party',
    { relyingParty: 'example.com' },
    'relyingParty',
    'must be { id, name, origins, relatedOrigins }',
  ],
  [
    'text for a list',
    { relyingParty: { ...example, origins: 'https://example.com' } },
    'relyingParty.origins',
    "write ['https://example.com']",
  ],
  [
    'a URL for an origin',
    { relyingParty: { ...example, origins: [new URL('https://example.com/login')] } },
    'relyingParty.origins.0',
    "write 'https://example.com'",
  ],
  [
    'a misspelled name',
    { relyingParty: { ...example, origin: ['https://example.com'] } },
    'relyingParty.origin',
    'write origins, an array',
  ],
  ['a name of another library', { relyingParty: { ...example, rpID: 'x' } }, 'relyingParty.rpID', 'write id'],
  ['a base URL without a scheme', { baseUrl: 'example.com' }, "baseUrl is 'example.com'", "'https://example.com'"],
  ...["it's", 'say "hi"', 'a\\b', 'a#b', 'a\u0000b', 'a\u200bb', '', 'x'.repeat(101)].map(
    (environment): (typeof mistakes)[number] => [
      `the environment ${JSON.stringify(environment)}`,
      { environment },
      'environment: must have 1 to 100 characters',
      'without quotes, backslash, # and controls',
    ],
  ),
  ['a short secret', { secret: 'short' }, 'createPasskeys: secret:', 'openssl rand -base64 32'],
  [
    'one short secret of two',
    { secret: [config.secret, 'short'] },
    'createPasskeys: secret:',
    'openssl rand -base64 32',
  ],
  ['a variable that is not set', { secret: undefined }, 'createPasskeys: secret: is not set (undefined)', 'openssl'],
  ['a variable of two', { secret: [undefined, config.secret] }, 'secret: is not set (undefined)', 'openssl'],
  ['null for a secret', { secret: null }, 'secret: is not set (null)', 'openssl'],
  ['a variable that is empty', { secret: '' }, 'secret: is empty', 'openssl'],
  ['no secrets', { secret: [] }, 'secret: is an empty array', 'openssl'],
  ['a number for a secret', { secret: 7 }, 'secret: must be text or a Uint8Array', 'openssl'],
  ['a secret that was not read', { secret: () => config.secret }, 'secret: must be text', 'openssl'],
  ['a short decoy secret', { decoySecret: 'short' }, 'decoySecret: must hold at least 32 bytes', 'openssl'],
  ['a promise', { secret: Promise.resolve(config.secret) }, 'secret is a promise', 'await it first'],
  ['a promise', { policy: Promise.resolve({}) }, 'policy is a promise', 'await it first'],
  ['no storage', { storage: undefined }, 'storage: is not set', 'kyselyStorage(db)'],
  ['null for the storage', { storage: null }, 'storage: is not set', 'kyselyStorage(db)'],
  ['an adapter that was not called', { storage: () => {} }, 'storage', 'call it'],
  ['a promise', { storage: Promise.resolve(memoryStorage()) }, 'storage is a promise', 'await it first'],
  ['an adapter without codes', { storage: { ...memoryStorage(), codes: undefined } }, 'storage', 'codes'],
  [
    'one-time codes, and no function that sends them',
    { policy: { mode: 'optional', verifyBeforeEnroll: 'otp' } },
    'policy.verifyBeforeEnroll',
    'host.sendCode',
  ],
  ['a part of an adapter', { storage: { passkeys: {} } }, 'storage: is not a whole adapter', 'accounts, policies'],
  ['the database', { storage: kysely }, 'storage', 'pass kyselyStorage(db)'],
  ['a driver', { storage: driver }, 'storage', 'new Kysely'],
  ['Postgres.js', { storage: postgresJs }, 'storage: this is a database driver', 'new Kysely'],
  ['Knex', { storage: knex }, 'storage: this is a Knex instance', 'new Kysely'],
  ['a dialect', { storage: dialect }, 'storage: this is a dialect', 'new Kysely'],
  [
    'Prisma',
    { storage: { $transaction: 0, $connect: 0 } },
    'storage: this is a Prisma client',
    'prismaStorage(prisma)',
  ],
  ['Drizzle', { storage: { $client: 0 } }, 'storage: this is a Drizzle database', 'drizzleStorage(db)'],
  [
    'a misspelled field',
    { policy: { userVerfication: {} } },
    'policy.userVerfication',
    'did you mean userVerification?',
  ],
  ['a value in capitals', { policy: { mode: 'Optional' } }, 'policy.mode', "did you mean 'optional'?"],
  ['a value that is none', { policy: { mode: true } }, 'policy.mode', "must be 'off', 'optional' or 'mandatory'"],
  ['text for a number', { policy: { limit: '3' } }, 'policy.limit', 'must be a number, not text; write 3'],
  ['text for a switch', { policy: { signUp: 'true' } }, 'policy.signUp', 'not text; write true'],
  ['too few', { policy: { limit: 0 } }, 'policy.limit', 'must be at least 1'],
  ['too many', { policy: { limit: 1e9 } }, 'policy.limit', 'must be at most'],
  ['a part', { policy: { userVerification: 'required' } }, 'policy.userVerification', 'must be { enroll, signIn }'],
  ['text for the policy', { policy: 'optional' }, 'policy', 'must be { mode, flow'],
  ['null for the policy', { policy: null }, 'policy', 'must be { mode, flow'],
  ['a bare number of days', { policy: { prompt: { every: 14 } } }, 'policy.prompt.every', 'write { days: 14 }'],
  ['days as text', { policy: { prompt: { every: '14' } } }, 'policy.prompt.every', 'write { days: 14 }'],
  ['a misspelled unit', { policy: { prompt: { every: { day: 14 } } } }, 'prompt.every', "'once', 'always' or { days }"],
  ['text for triggers', { policy: { prompt: { on: 'sign-in' } } }, 'policy.prompt.on', "write ['sign-in']"],
  ['an age as text', { policy: { recentAuthentication: { enroll: '5m' } } }, '.enroll', "86400 seconds, or 'none'"],
  ['a misspelled setting', { polices: {} }, 'polices', 'did you mean policy?'],
  ['a setting of another library', { rpID: 'localhost' }, 'rpID', 'write relyingParty: { id }'],
  ['a setting one level up', { origins: [] }, 'origins', 'write relyingParty: { origins }'],
  ['a function of the host', { findUser: () => undefined }, 'findUser', 'write host: { findUser }'],
  ['the database as such', { db: kysely }, 'db', 'write storage'],
  ['an option of the handler', { session: () => null }, 'session', 'options of createPasskeyHandler'],
  ['a logger without warn', { logger: () => {} }, 'logger', 'such as console'],
  ['a logger whose warn is none', { logger: { warn: true } }, 'logger', 'such as console'],
  ['text for a function', { problemTypes: 'https://example.com/errors' }, 'problemTypes', 'must be a function'],
  ['a code for a URL', { problemTypes: (code: string) => code }, "problemTypes('malformed')", 'new URL(code,'],
  ['no URL', { problemTypes: () => undefined }, "problemTypes('malformed')", 'must return an absolute URL'],
  ['text for seconds', { unsettledEventSeconds: '90d' }, 'unsettledEventSeconds', "or 'never'"],
  ['null for a function', { host: { findUser: null } }, 'host.findUser', 'must be a function'],
  ['sign-up for no user', { policy: { signUp: true } }, 'policy.signUp', 'needs host.createUser'],
]

describe('a mistake in the configuration', () => {
  test.each(mistakes)('%s (%j): says where, and what to write', (_, change, where, write) => {
    const attempt = () => createPasskeys({ ...config, ...change } as PasskeysConfig)
    expect(attempt).toThrow(TypeError)
    expect(attempt).toThrow(where)
    expect(attempt).toThrow(write)
  })

  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'the configuration: is missing; write { relyingParty'],
    ['text', 'localhost', 'the configuration: must be { relyingParty'],
    ['a function', () => config, 'the configuration: must be { relyingParty'],
    ['a promise', Promise.resolve(config), 'the configuration is a promise; await it first'],
  ])('%s for the configuration', (_, given, message) => {
    const attempt = () => createPasskeys(given as PasskeysConfig)
    expect(attempt).toThrow(TypeError)
    expect(attempt).toThrow(message)
  })

  test('an object without a prototype is a configuration', () => {
    const bare = Object.assign(Object.create(null), config)
    expect(createPasskeys(bare).relyingParty.id).toBe('localhost')
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
    ['a numeric organization', { organizationId: 7 }, 'session.organizationId must be a string'],
    ['null for no organization', { organizationId: null }, 'leave it out outside organizations'],
    ['text for a switch', { partial: 'yes' }, 'session.partial must be true or false'],
    ['a number for a switch', { delegated: 0 }, 'session.delegated must be true or false'],
    [
      'a numeric passkey',
      { methods: [{ name: 'passkey', at: Date.now(), passkeyId: 7 }] },
      'session.methods.0.passkeyId must be text',
    ],
  ]

  test.each(shapes)('%s: a TypeError that names the member', async (_, change, message) => {
    const session = { ...createWorld({ now: Date.now }).session(), authenticatedAt: Date.now(), ...change } as never
    const attempt = createWorld({ now: Date.now }).passkeys.manage.list({ session })
    await expect(attempt).rejects.toThrow(TypeError)
    await expect(attempt).rejects.toThrow(message)
  })

  test('null is no session, not a mistake', async () => {
    await expect(world.passkeys.manage.list({ session: null })).rejects.toMatchObject({ code: 'not_signed_in' })
  })
})

describe('a user of the wrong shape', () => {
  const found: readonly [user: unknown, message: string][] = [
    [{ userId: 'ada', email: 'ada@example.com' }, 'without an id (it has userId, email); write { id, name }'],
    [{ id: 7, name: 'ada' }, 'whose id is a number; write String(user.id)'],
    ['ada', 'that is not an object'],
    [[{ id: 'ada', name: 'ada' }], 'that is an array; use its first element'],
    [[], 'that is an array'],
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
    await expect(attempt).rejects.toThrow('enroll.begin was given a user that is not an object; write { id, name }.')
  })
})

describe('a call of the wrong shape', () => {
  const { passkeys, session } = createWorld()
  const binding = 'x'.repeat(43)
  const actor = { id: 'root' }
  const refused: readonly [mistake: string, call: () => Promise<unknown>, message: string][] = [
    [
      'enroll.begin for a user without a name',
      () => passkeys.enroll.begin({ user: { id: 'user-alice' }, session: session(), binding } as never),
      "user.name is missing: authenticators show it. Write user: { name: 'ada@example.com' }.",
    ],
    [
      'enroll.begin with a display name that is null',
      () =>
        passkeys.enroll.begin({
          user: { id: 'user-alice', name: 'alice', displayName: null },
          session: session(),
          binding,
        } as never),
      'user.displayName must be text; leave it out',
    ],
    [
      'assurance.admits without a sign-in',
      () => passkeys.assurance.admits({ organizationId: 'acme' } as never),
      'needs signIn: { userId, passkey: { id }, assurance }',
    ],
    ['an import of nothing', () => passkeys.admin.import({ actor } as never), 'admin.import needs rows'],
    ['an import of text', () => passkeys.admin.import({ actor, rows: '[]' } as never), 'admin.import needs rows'],
    [
      'a policy without its version',
      () => passkeys.admin.policy.setEnvironment({ policy: {}, actor } as never),
      'expectedVersion must be the version that policy.stored returned; 0 for the first',
    ],
    [
      'a version as text',
      () => passkeys.admin.policy.setEnvironment({ policy: {}, expectedVersion: '0', actor } as never),
      'expectedVersion must be the version',
    ],
    [
      'no trigger',
      () => passkeys.prompt.decide({ session: session() } as never),
      'was given on: undefined; use sign-in',
    ],
  ]

  test.each(refused)('%s: a TypeError that says what to write', async (_, call, message) => {
    const attempt = call()
    await expect(attempt).rejects.toThrow(TypeError)
    await expect(attempt).rejects.toThrow(message)
  })

  const malformed: readonly [mistake: string, call: () => Promise<unknown>, message: string][] = [
    ['an empty page', () => passkeys.admin.events({ limit: 0, actor }), 'limit must be a number, 1 to 1000'],
    ['a page that is text', () => passkeys.admin.events({ limit: '9', actor } as never), 'limit must be a number'],
    ['a place that is none', () => passkeys.admin.events({ after: 'x', actor }), 'after must be the id of an event'],
    [
      'more than 366 days',
      () => passkeys.admin.adoption({ from: 0, to: 400 * 86_400_000, actor }),
      'to must be 0 to 366 days after from',
    ],
    [
      'an answer that is none',
      () => passkeys.prompt.answer({ session: session(), answer: 'no' } as never),
      'answer must be not-now, never, ask-again',
    ],
    [
      'an identifier that is a number',
      () => passkeys.signIn.begin({ identifier: 7, binding } as never),
      'identifier must be text of 1 to 320 characters',
    ],
    [
      'an organization that is a number',
      () => passkeys.signIn.begin({ organizationId: 7, binding } as never),
      'organizationId must be text of 1 to 255 characters',
    ],
    [
      'a name of 101 characters',
      () => passkeys.manage.rename({ session: session(), id: 'AAAA' as never, name: 'x'.repeat(101) }),
      'name must be 1 to 100 printable characters',
    ],
    [
      'no user',
      () => passkeys.admin.passkeys.list({ actor } as never),
      'userId must be a string of 1 to 255 characters',
    ],
  ]

  test.each(malformed)('%s: the cause names the member', async (_, call, message) => {
    const cause = expect.objectContaining({ message: expect.stringContaining(message) })
    await expect(call()).rejects.toMatchObject({ code: 'malformed', cause })
  })

  test('a sign-up where there is none: the cause says how to switch it on', async () => {
    const cause = expect.objectContaining({ message: expect.stringContaining('policy: { signUp: true }') })
    const attempt = passkeys.signUp.begin({ profile: { email: 'ada@example.com' }, binding })
    await expect(attempt).rejects.toMatchObject({ code: 'forbidden', cause })
  })

  const calls: readonly [name: string, call: () => Promise<unknown>][] = [
    ['passkeys.enroll.begin', () => passkeys.enroll.begin(undefined as never)],
    ['passkeys.signIn.finish', () => passkeys.signIn.finish('ceremony' as never)],
    ['passkeys.admin.passkeys.list', () => passkeys.admin.passkeys.list(null as never)],
  ]

  test.each(calls)('%s takes one object', async (name, call) => {
    await expect(call()).rejects.toThrow(TypeError)
    await expect(call()).rejects.toThrow(`${name} takes one object`)
  })

  const unknown: readonly [name: string, call: () => unknown, advice: string][] = [
    ['signIn.begin', () => passkeys.signIn.begin({ identifer: 'x', binding } as never), 'did you mean identifier?'],
    [
      'signIn.begin',
      () => passkeys.signIn.begin({ username: 'x', binding } as never),
      'it takes relyingPartyId, organizationId, binding',
    ],
    ['signIn.finish', () => passkeys.signIn.finish({ respone: {}, binding } as never), 'did you mean response?'],
    ['signUp.begin', () => passkeys.signUp.begin({ profile: {}, emial: '', binding } as never), 'it takes'],
    ['manage.list', () => passkeys.manage.list({ sesion: session() } as never), 'did you mean session?'],
    ['prompt.decide', () => passkeys.prompt.decide({ session: session(), On: 'sign-in' } as never), 'mean on?'],
    ['policy.effective', () => passkeys.policy.effective({ organizatonId: 'a' } as never), 'mean organizationId?'],
    ['admin.import', () => passkeys.admin.import({ rows: [], dryrun: true, actor } as never), 'did you mean dryRun?'],
    ['admin.passkeys.list', () => passkeys.admin.passkeys.list({ user: 'a', actor } as never), 'mean userId?'],
    [
      'events.deliver',
      () => passkeys.events.deliver({ to: [], max: 1 } as never),
      'it takes relyingPartyId, to, limit, signal',
    ],
    [
      'sweep',
      () => (passkeys.sweep as (input: object) => Promise<unknown>)({ limit: 1 }),
      'takes no members, and was given limit',
    ],
    ['signInMethods', () => passkeys.signInMethods({ other: ['password'] } as never), 'did you mean others?'],
  ]

  test.each(unknown)('%s with a member that it does not take: the nearest, or all', async (name, call, advice) => {
    await expect(call()).rejects.toThrow(TypeError)
    await expect(call()).rejects.toThrow(`passkeys.${name} `)
    await expect(call()).rejects.toThrow(advice)
  })

  test('a member of every object, such as constructor, is none of an input', async () => {
    const attempt = passkeys.signIn.begin({ constructor: 1, binding } as never)
    await expect(attempt).rejects.toThrow('passkeys.signIn.begin was given constructor')
  })

  test('one object fits the methods for the same passkey', async () => {
    const input = { userId: 'user-alice', id: 'AAAA', actor }
    await expect(passkeys.admin.passkeys.list(input)).resolves.toMatchObject({ passkeys: [] })
    await expect(passkeys.admin.passkeys.suspend(input)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('an iteration over an export with a wrong member rejects', async () => {
    const walk = async () => {
      for await (const _ of passkeys.admin.export({ format: 'csv' } as never)) return
    }
    await expect(walk()).rejects.toThrow('passkeys.admin.export was given format')
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
