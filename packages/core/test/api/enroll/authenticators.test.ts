import type { PartialPolicy } from '@latchkey/core'
import { describe, expect, test } from 'vitest'
import { alice, binding, createWorld, stateOf, type World, type WorldChange } from '../../world.js'

const aaguid = 'adce0002-35bc-c60a-648b-0b25f1f05503'
const another = 'd548826e-79b4-db40-a3d8-11116f7e8349'
const actor = { id: 'admin-1' }

const worldWith = (policy: PartialPolicy, change: WorldChange = {}) =>
  createWorld({ ...change, policy: { mode: 'optional', ...policy } })

type Attempted = readonly [
  what: string,
  policy: PartialPolicy,
  authenticator: {
    readonly synced?: boolean
    readonly aaguid?: string
    readonly attachment?: 'platform' | 'cross-platform'
  },
]

const allowed: readonly Attempted[] = [
  ['a synced one where synced ones are', { kinds: { deviceBound: false } }, { synced: true }],
  ['a device-bound one where those are', { kinds: { synced: false } }, { synced: false }],
  ['a model on the list', { authenticators: { allow: [aaguid], unproven: 'accept' } }, { aaguid }],
  ['a model that is not refused', { authenticators: { deny: [another] } }, { aaguid }],
  ['one where it must be', { attachment: 'platform' }, { attachment: 'platform' }],
]

const refused: readonly Attempted[] = [
  ['a synced one where only device-bound ones are', { kinds: { synced: false } }, { synced: true }],
  ['a device-bound one where only synced ones are', { kinds: { deviceBound: false } }, { synced: false }],
  ['a model not on the list', { authenticators: { allow: [another], unproven: 'accept' } }, { aaguid }],
  ['a model that is refused', { authenticators: { deny: [aaguid] } }, { aaguid }],
  [
    'one that does not say what it is',
    { authenticators: { unknown: 'deny' } },
    { aaguid: '00000000-0000-0000-0000-000000000000' },
  ],
]

describe('as a passkey is made', () => {
  test.each(allowed)('allowed: %s', async (_, policy, options) => {
    const world = worldWith(policy)
    await expect(world.enroll(world.authenticator(options))).resolves.toBeDefined()
  })

  test.each(refused)('refused: %s', async (_, policy, options) => {
    const world = worldWith(policy)
    await expect(world.enroll(world.authenticator(options))).rejects.toMatchObject({
      code: 'authenticator_not_allowed',
      status: 422,
    })
    expect((await stateOf(world)).passkeys).toEqual([])
  })

  test('attestation that must be trusted refuses a passkey without a certificate', async () => {
    const world = worldWith({ trust: { require: true }, attestation: 'direct' })
    await expect(world.enroll(world.authenticator())).rejects.toMatchObject({ code: 'attestation_not_trusted' })
  })

  test('what the policy wants is asked of the browser', async () => {
    const world = worldWith({ attachment: 'platform', hints: ['client-device'], attestation: 'direct' })
    const session = world.session()
    const { options } = await world.passkeys.enroll.begin({ user: alice, session, binding })
    expect(options).toMatchObject({
      attestation: 'direct',
      hints: ['client-device'],
      authenticatorSelection: { authenticatorAttachment: 'platform' },
    })
    const elsewhere = world.passkeys.enroll.begin({ user: alice, session, attachment: 'cross-platform', binding })
    await expect(elsewhere).rejects.toMatchObject({ code: 'forbidden' })
  })

  const finish = async (world: World, asked: object, said: object) => {
    const session = world.session()
    const { ceremony, options } = await world.passkeys.enroll.begin({ user: alice, session, binding, ...asked })
    const attachment = options.authenticatorSelection.authenticatorAttachment ?? 'platform'
    const honest = await world.authenticator({ attachment }).create(options)
    const { transports, ...envelope } = { transports: ['internal'], ...said }
    const response = { ...honest, ...envelope, response: { ...honest.response, transports } }
    return world.passkeys.enroll.finish({ ceremony, response, session, binding })
  }

  test('what was asked is sealed: another place is refused whatever holds today', async () => {
    const asked = { attachment: 'platform' }
    const usb = { authenticatorAttachment: 'cross-platform', transports: ['usb'] }
    await expect(finish(worldWith({}), asked, usb)).rejects.toMatchObject({ code: 'authenticator_not_allowed' })
    await expect(finish(worldWith({}), asked, { authenticatorAttachment: 'platform' })).resolves.toBeDefined()
  })

  const places: readonly (readonly [
    policy: 'platform' | 'cross-platform',
    authenticatorAttachment: unknown,
    transports: unknown,
    isAllowed: boolean,
  ])[] = [
    ['cross-platform', 'platform', ['internal'], false],
    ['cross-platform', 'platform', ['internal', 'hybrid'], false],
    ['cross-platform', 'platform', ['usb'], true],
    ['cross-platform', 'platform', ['usb', 'nfc'], true],
    ['cross-platform', 'platform', [], true],
    ['cross-platform', 'platform', undefined, true],
    ['cross-platform', 'platform', 'internal', true],
    ['cross-platform', 'platform', ['telepathy'], true],
    ['cross-platform', undefined, ['internal'], true],
    ['cross-platform', 'elsewhere', ['internal'], true],
    ['cross-platform', 'cross-platform', ['internal'], true],
    ['platform', 'cross-platform', ['usb'], false],
    ['platform', 'cross-platform', ['hybrid', 'internal'], false],
    ['platform', 'cross-platform', ['internal'], true],
    ['platform', undefined, ['usb'], true],
    ['platform', 'platform', ['usb'], true],
  ]

  test.each(places)(
    'policy %s, reported %s with transports %j: %s',
    async (attachment, said, transports, isAllowed) => {
      const hints = { authenticatorAttachment: said, transports }
      const code = await finish(worldWith({ attachment }), {}, hints).then(
        () => 'allowed',
        (error) => error.code,
      )
      expect(code).toBe(isAllowed ? 'allowed' : 'authenticator_not_allowed')
    },
  )

  test('a passkey that is said not to be discoverable is stored as such, and not refused', async () => {
    const said = { clientExtensionResults: { credProps: { rk: false } } }
    const { passkey } = await finish(worldWith({ flow: 'smart' }), {}, said)
    expect(passkey.discoverable).toBe(false)
  })

  test.each([true, null, 'rk', 1, [], { rk: 'true' }, { rk: null }])(
    'properties of another form say nothing: %j',
    async (credProps) => {
      const { passkey } = await finish(worldWith({}), {}, { clientExtensionResults: { credProps } })
      expect(passkey).not.toHaveProperty('discoverable')
    },
  )
})

describe('at each sign-in', () => {
  const tightened = { kinds: { synced: false } } as const

  test('judged only where the policy says so', async () => {
    const world = worldWith({})
    const authenticator = world.authenticator({ synced: true })
    await world.enroll(authenticator)
    const set = (policy: PartialPolicy, expectedVersion: number) =>
      world.passkeys.admin.policy.setEnvironment({ policy, expectedVersion, actor })
    await set(tightened, 0)
    await expect(world.signIn(authenticator)).resolves.toBeDefined()
    await set({ ...tightened, authenticators: { at: 'enroll-and-sign-in' } }, 1)
    await expect(world.signIn(authenticator)).rejects.toMatchObject({ code: 'authenticator_not_allowed' })
    expect((await stateOf(world)).passkeys[0]?.signInCount).toBe(1)
  })

  test('who has only passkeys that may not sign in is asked for another', async () => {
    const world = worldWith({})
    await world.enroll(world.authenticator({ synced: true }))
    const decide = () => world.passkeys.prompt.decide({ session: world.session(), on: 'sign-in' })
    expect(await decide()).toMatchObject({ prompt: 'none', reason: 'has_passkey' })
    const policy = { ...tightened, authenticators: { at: 'enroll-and-sign-in' } } as const
    await world.passkeys.admin.policy.setEnvironment({ policy, expectedVersion: 0, actor })
    expect(await decide()).toMatchObject({ prompt: 'offer' })
  })

  test('admission to an organization judges them too', async () => {
    const world = worldWith({}, { host: { organizationsOf: () => ['acme'] } })
    const authenticator = world.authenticator({ synced: true })
    await world.enroll(authenticator)
    const signIn = await world.signIn(authenticator)
    const admits = async (organizationId: string) =>
      (await world.passkeys.assurance.admits({ signIn, organizationId })).reason
    expect(await admits('acme')).toBe('admitted')
    expect(await admits('other')).toBe('not_a_member')
    const policy = { ...tightened, authenticators: { at: 'enroll-and-sign-in' } } as const
    const set = (expectedVersion: number, change: PartialPolicy) =>
      world.passkeys.admin.policy.setOrganization({ organizationId: 'acme', policy: change, expectedVersion, actor })
    await set(0, policy)
    expect(await admits('acme')).toBe('authenticator_not_allowed')
    await set(1, { mode: 'off' })
    expect(await admits('acme')).toBe('passkeys_off')
    await set(2, { use: 'second-factor' })
    expect(await admits('acme')).toBe('second_factor_only')
    await set(3, {})
    await world.storage.passkeys.remove(
      { rpId: 'example.com', id: signIn.passkey.id, userId: alice.id },
      { keepLastActive: false, at: Date.now(), events: [] },
    )
    expect(await admits('acme')).toBe('passkey_not_usable')
  })
})

describe('without looking up user names', () => {
  test('an identifier changes nothing: no list, no question to the host, any passkey', async () => {
    const asked: string[] = []
    const findUser = (identifier: string) => {
      asked.push(identifier)
      return undefined
    }
    const world = worldWith({ enumeration: 'usernameless-only' }, { host: { findUser } })
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    const { ceremony, options } = await world.passkeys.signIn.begin({ identifier: alice.name, binding })
    expect(options.allowCredentials).toEqual([])
    expect(asked).toEqual([])
    const response = await authenticator.get(options)
    await expect(world.passkeys.signIn.finish({ ceremony, response, binding })).resolves.toMatchObject({
      userId: alice.id,
    })
  })
})
