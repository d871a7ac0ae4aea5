import { describe, expect, test } from 'vitest'
import { importInto, passkeyFromElsewhere } from '../api/admin/elsewhere.js'
import { alice, binding, createWorld, type World } from '../world.js'

const aaguid = 'adce0002-35bc-c60a-648b-0b25f1f05503'

describe('the name of a passkey', () => {
  test.each<[what: string, name: unknown, outcome: string]>([
    ['100 characters', 'x'.repeat(100), 'x'.repeat(100)],
    ['100 emoji', '🔑'.repeat(100), '🔑'.repeat(100)],
    ['101 characters', 'x'.repeat(101), 'malformed'],
    ['spaces', '  ', 'malformed'],
    ['a number', 7, 'malformed'],
    ['a list', ['x'], 'malformed'],
    ['half a character', '\ud83d', 'malformed'],
    ['a control character', 'a\u0000b', 'malformed'],
  ])('%s: %#', async (_, name, outcome) => {
    const world = createWorld()
    const named = world.enroll(world.authenticator(), world.session(), name as string)
    expect(
      await named.then(
        ({ passkey }) => passkey.name,
        ({ code }) => code,
      ),
    ).toBe(outcome)
  })

  test('that is refused says what a name must be', async () => {
    const world = createWorld()
    const named = world.enroll(world.authenticator(), world.session(), '')
    const cause = expect.objectContaining({ message: 'name must be 1 to 100 printable characters.' })
    await expect(named).rejects.toMatchObject({ code: 'malformed', cause })
  })

  /** The default name, of what the browser says about the authenticator. */
  async function nameOf(world: World, attachment: string | undefined, transports: readonly string[]) {
    const session = world.session()
    const { ceremony, options } = await world.passkeys.enroll.begin({ user: alice, session, binding })
    const { authenticatorAttachment: _, ...honest } = await world.authenticator({ transports }).create(options)
    const response = attachment === undefined ? honest : { ...honest, authenticatorAttachment: attachment }
    return (await world.passkeys.enroll.finish({ ceremony, response, session, binding })).passkey.name
  }

  test.each([
    ['platform', ['internal'], 'This device'],
    ['platform', ['hybrid', 'internal'], 'This device'],
    ['cross-platform', ['hybrid'], 'Phone or tablet'],
    [undefined, ['hybrid'], 'Phone or tablet'],
    ['cross-platform', ['usb'], 'Security key'],
    [undefined, ['usb'], 'Passkey'],
  ])('by default of %j with %j: %s', async (attachment, transports, name) => {
    expect(await nameOf(createWorld(), attachment, transports)).toBe(name)
  })

  test('by default has the next number that is free', async () => {
    const world = createWorld()
    const names = []
    for (let made = 0; made < 4; made++) names.push(await nameOf(world, 'platform', ['internal']))
    expect(names).toEqual(['This device', 'This device 2', 'This device 3', 'This device 4'])
  })

  test('by default has no space at its end where the name of the provider is cut', async () => {
    const world = createWorld({ providers: { [aaguid]: { name: `${'x'.repeat(89)} and more` } } })
    const { passkey } = await world.enroll(world.authenticator({ aaguid }))
    expect(passkey.name).toBe('x'.repeat(89))
  })
})

test('an imported passkey of which it is unknown whether it is synced is shown as one that is not', async () => {
  const world = createWorld()
  const { foreign } = await passkeyFromElsewhere(world, alice.id)
  const { deviceType: _, backedUp: __, ...row } = foreign
  await importInto(world, [row], { format: 'simplewebauthn' })
  const { passkeys } = await world.passkeys.manage.list({ session: world.session() })
  expect(passkeys).toMatchObject([{ synced: false }])
})

describe('what is unknown of a passkey is absent', () => {
  const listed = async (world: World) => (await world.passkeys.manage.list({ session: world.session() })).passkeys[0]

  test('its provider, and its last use before the first', async () => {
    const world = createWorld()
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    expect(await listed(world)).not.toHaveProperty('provider')
    expect(await listed(world)).not.toHaveProperty('lastUsedAt')
    await world.signIn(authenticator)
    expect(await listed(world)).toHaveProperty('lastUsedAt', world.clock.now)
  })

  test('the icon of a provider without one', async () => {
    const world = createWorld({ providers: { [aaguid]: { name: 'Ours' } } })
    await world.enroll(world.authenticator({ aaguid }))
    expect(await listed(world)).toMatchObject({ provider: 'Ours' })
    expect(await listed(world)).not.toHaveProperty('providerIcon')
  })

  test('for admins: who enrolled it, and at which organization', async () => {
    const world = createWorld({ host: { organizationsOf: () => ['acme'] } })
    const session = world.session({ organizationId: 'acme' })
    await world.enroll(world.authenticator(), session)
    const of = { userId: alice.id, actor: { id: 'admin-1', scope: 'environment' } } as const
    const [own] = (await world.passkeys.admin.passkeys.list(of)).passkeys
    expect(own).toHaveProperty('organizationId', 'acme')
    for (const member of ['enrolledBy', 'boundTo']) expect(own).not.toHaveProperty(member)
    const elsewhere = createWorld()
    await elsewhere.enroll(elsewhere.authenticator())
    const [other] = (await elsewhere.passkeys.admin.passkeys.list(of)).passkeys
    expect(other).not.toHaveProperty('organizationId')
  })
})
