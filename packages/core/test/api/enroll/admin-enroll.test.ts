import { describe, expect, test } from 'vitest'
import { alice, binding, bob, createWorld, rpId, stateOf, type World, type WorldChange } from '../../world.js'

const actor = { id: 'admin-1' }
const policy = { mode: 'optional' } as const

function atDesk(change: WorldChange = {}): World {
  return createWorld({ adminsMayEnroll: true, ...change })
}

async function begin(world: World, change: { readonly organizationId?: string } = {}) {
  const { ceremony, options } = await world.passkeys.admin.enroll.begin({ user: alice, actor, binding, ...change })
  return {
    ceremony,
    response: await world.authenticator().create(options),
    userId: alice.id,
    actor,
    binding,
    ...change,
  }
}

describe('an admin enrolls for a user', () => {
  test('the passkey is the user’s and says who enrolled it; the event tells the user', async () => {
    const world = atDesk()
    const authenticator = world.authenticator()
    const { ceremony, options } = await world.passkeys.admin.enroll.begin({ user: alice, actor, binding })
    expect(options.user).toMatchObject({ name: alice.name, displayName: alice.displayName })
    const response = await authenticator.create(options)
    const done = { ceremony, response, userId: alice.id, actor, binding, name: 'Desk key' }
    const { passkey, signals } = await world.passkeys.admin.enroll.finish(done)
    expect(passkey.name).toBe('Desk key')
    expect(signals).toEqual({ rpId })
    expect((await stateOf(world)).passkeys[0]).toMatchObject({
      source: 'admin',
      enrolledBy: actor.id,
      userId: alice.id,
    })
    const [told] = await world.told()
    expect(told).toMatchObject({
      name: 'passkey.added',
      userId: alice.id,
      actor: { type: 'admin', id: actor.id },
      data: { source: 'admin', passkeyId: passkey.id },
    })
    expect(await world.signIn(authenticator)).toMatchObject({ userId: alice.id })
    const [listed] = (await world.passkeys.admin.passkeys.list({ userId: alice.id, actor })).passkeys
    expect(listed).toMatchObject({ source: 'admin', enrolledBy: actor.id })
  })

  test('forbidden unless the host has said so, at begin and at finish', async () => {
    const world = createWorld()
    const attempt = world.passkeys.admin.enroll.begin({ user: alice, actor, binding })
    await expect(attempt).rejects.toMatchObject({ code: 'forbidden' })
    const finishing = await begin(atDesk({ storage: world.storage }))
    await expect(world.passkeys.admin.enroll.finish(finishing)).rejects.toMatchObject({ code: 'forbidden' })
    expect((await stateOf(world)).passkeys).toEqual([])
  })

  test.each([
    ['another admin', { actor: { id: 'admin-2' } }],
    ['another user', { userId: bob.id }],
    ['another organization', { organizationId: 'acme' }],
  ])('%s than began cannot finish it: forbidden, and it is not spent', async (_, change) => {
    const world = atDesk()
    const finishing = await begin(world)
    const attempt = world.passkeys.admin.enroll.finish({ ...finishing, ...change })
    await expect(attempt).rejects.toMatchObject({ code: 'forbidden' })
    expect((await stateOf(world)).passkeys).toEqual([])
    await expect(world.passkeys.admin.enroll.finish(finishing)).resolves.toBeDefined()
  })

  test('the user cannot finish it, and the admin cannot finish the user’s', async () => {
    const world = atDesk()
    const { ceremony, response } = await begin(world)
    const session = world.session()
    const asUser = world.passkeys.enroll.finish({ ceremony, response, session, binding })
    await expect(asUser).rejects.toMatchObject({ code: 'ceremony_invalid' })
    const users = await world.passkeys.enroll.begin({ user: alice, session, binding })
    const made = await world.authenticator().create(users.options)
    const finishing = { ceremony: users.ceremony, response: made, userId: alice.id, actor, binding }
    const asAdmin = world.passkeys.admin.enroll.finish(finishing)
    await expect(asAdmin).rejects.toMatchObject({ code: 'ceremony_invalid' })
  })

  test('in another browser it does not open', async () => {
    const world = atDesk()
    const attempt = world.passkeys.admin.enroll.finish({ ...(await begin(world)), binding: 'another browser' })
    await expect(attempt).rejects.toMatchObject({ code: 'ceremony_invalid' })
  })

  test('finished 20 times at once: one passkey', async () => {
    const world = atDesk()
    const finishing = await begin(world)
    const attempts = Array.from({ length: 20 }, () => world.passkeys.admin.enroll.finish(finishing))
    const outcomes = await Promise.allSettled(attempts)
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await stateOf(world)).passkeys).toHaveLength(1)
  })

  test('an authenticator that holds one of the user’s is excluded', async () => {
    const world = atDesk()
    const { passkey } = await world.enroll(world.authenticator())
    const { options } = await world.passkeys.admin.enroll.begin({ user: alice, actor, binding })
    expect(options.excludeCredentials?.map(({ id }) => id)).toEqual([passkey.id])
  })

  test('no more than the limit, which is judged again at finish', async () => {
    const world = atDesk({ policy: { ...policy, limit: 1 } })
    const finishing = await begin(world)
    await world.enroll(world.authenticator())
    // The account that the ceremony was begun without has come into being.
    await expect(world.passkeys.admin.enroll.finish(finishing)).rejects.toMatchObject({ code: 'account_changed' })
    const attempt = world.passkeys.admin.enroll.begin({ user: alice, actor, binding })
    await expect(attempt).rejects.toMatchObject({ code: 'limit_reached' })
  })

  test('not while passkeys are off, at begin and at finish', async () => {
    const world = atDesk()
    const finishing = await begin(world)
    await world.passkeys.admin.policy.setEnvironment({ policy: { mode: 'off' }, expectedVersion: 0, actor })
    await expect(world.passkeys.admin.enroll.finish(finishing)).rejects.toMatchObject({ code: 'passkeys_off' })
    const attempt = world.passkeys.admin.enroll.begin({ user: alice, actor, binding })
    await expect(attempt).rejects.toMatchObject({ code: 'passkeys_off' })
  })

  test('only for the user’s organization, whose policy holds', async () => {
    const host = { organizationsOf: () => ['acme'] }
    const world = atDesk({ host })
    await world.passkeys.admin.policy.setOrganization({
      organizationId: 'acme',
      policy: { attachment: 'cross-platform' },
      expectedVersion: 0,
      actor,
    })
    const at = (organizationId: string, attachment?: 'platform') =>
      world.passkeys.admin.enroll.begin({ user: alice, actor, binding, organizationId, attachment })
    await expect(at('umbrella')).rejects.toMatchObject({ code: 'forbidden' })
    await expect(at('acme', 'platform')).rejects.toMatchObject({ code: 'forbidden' })
    expect((await at('acme')).options.authenticatorSelection?.authenticatorAttachment).toBe('cross-platform')
  })

  test('what was begun for one organization is not finished for another of the user’s, nor for none', async () => {
    const world = atDesk({ host: { organizationsOf: () => ['acme', 'globex'] } })
    const ofEnvironment = { ...actor, scope: 'environment' } as const
    const at = { user: alice, actor: ofEnvironment, organizationId: 'acme', binding }
    const { ceremony, options } = await world.passkeys.admin.enroll.begin(at)
    const done = { ceremony, response: await world.authenticator().create(options), userId: alice.id, binding }
    const finish = (organizationId?: string) =>
      world.passkeys.admin.enroll.finish({ ...done, actor: ofEnvironment, organizationId })
    await expect(finish('globex')).rejects.toMatchObject({ code: 'forbidden' })
    await expect(finish()).rejects.toMatchObject({ code: 'forbidden' })
    await expect(finish('acme')).resolves.toBeDefined()
  })

  test('without an actor, or for a user without a name: a mistake of the developer', async () => {
    const { passkeys } = atDesk()
    const withoutActor = passkeys.admin.enroll.begin({ user: alice, actor: { id: '' }, binding })
    await expect(withoutActor).rejects.toThrow(TypeError)
    const nameless = passkeys.admin.enroll.begin({ user: { id: alice.id, name: '' }, actor, binding })
    await expect(nameless).rejects.toThrow(TypeError)
  })
})
