import type { Host } from '@latchkey/core'
import { describe, expect, test } from 'vitest'
import { alice, binding, createWorld, stateOf, type World } from '../../world.js'

const refusal = { code: 'recent_authentication_required', status: 403 }
const actor = { id: 'admin-1' }

const worldWith = (host: Host = {}) => createWorld({ host, policy: { mode: 'optional', enrollWith: 'strongest' } })

/** A session by these methods, each used so many seconds ago; the session itself is as new as can be. */
function sessionBy(world: World, methods: Readonly<Record<string, number>>) {
  const used = Object.entries(methods).map(([name, ago]) => ({ name, at: world.clock.now - ago * 1000 }))
  return world.session({ methods: used })
}

const begin = (world: World, methods: Readonly<Record<string, number>>) =>
  world.passkeys.enroll.begin({ user: alice, session: sessionBy(world, methods), binding })

describe('enrolling with the strongest', () => {
  test('who has neither a passkey nor a second factor needs none', async () => {
    await expect(begin(worldWith(), { password: 0 })).resolves.toBeDefined()
    await expect(begin(worldWith({ secondFactors: () => [] }), { password: 0 })).resolves.toBeDefined()
  })

  test.each<[string, Readonly<Record<string, number>>, boolean]>([
    ['a password alone', { password: 0 }, false],
    ['a passkey 5:00 ago', { password: 0, passkey: 300 }, true],
    ['a passkey 5:01 ago', { password: 0, passkey: 301 }, false],
    ['a passkey used in the future', { password: 0, passkey: -61 }, false],
    ['a factor that the user does not have', { password: 0, totp: 0 }, false],
  ])('who has a passkey, by %j', async (_, methods, isEnough) => {
    const world = worldWith()
    await world.enroll(world.authenticator())
    const before = await stateOf(world)
    if (isEnough) await expect(begin(world, methods)).resolves.toBeDefined()
    else await expect(begin(world, methods)).rejects.toMatchObject(refusal)
    expect(await stateOf(world)).toEqual(before)
  })

  test.each<[string, Readonly<Record<string, number>>, boolean]>([
    ['a password alone', { password: 0 }, false],
    ['the factor 5:00 ago', { password: 0, totp: 300 }, true],
    ['the factor 5:01 ago', { password: 0, totp: 301 }, false],
    ['another factor', { password: 0, 'email-otp': 0 }, false],
  ])('who has a second factor, by %s', async (_, methods, isEnough) => {
    const world = worldWith({ secondFactors: ({ userId }) => (userId === alice.id ? ['totp'] : []) })
    if (isEnough) await expect(begin(world, methods)).resolves.toBeDefined()
    else await expect(begin(world, methods)).rejects.toMatchObject(refusal)
    expect(await stateOf(world)).toEqual({ passkeys: [] })
  })

  test('who has both may use either, so that a lost passkey can be replaced', async () => {
    const secondFactors: string[] = []
    const world = worldWith({ secondFactors: async () => secondFactors })
    await world.enroll(world.authenticator())
    secondFactors.push('totp')
    await expect(begin(world, { password: 0, totp: 0 })).resolves.toBeDefined()
    await expect(begin(world, { passkey: 0 })).resolves.toBeDefined()
    await expect(begin(world, { password: 0 })).rejects.toMatchObject(refusal)
  })

  test('a passkey that is suspended counts for nothing', async () => {
    const world = worldWith()
    const { passkey } = await world.enroll(world.authenticator())
    await world.passkeys.admin.passkeys.suspend({ userId: alice.id, actor, id: passkey.id })
    await expect(begin(world, { password: 0 })).resolves.toBeDefined()
  })

  test('the host is not asked where a recent sign-in is enough', async () => {
    const secondFactors = () => Promise.reject(new Error('not to be asked'))
    const world = createWorld({ host: { secondFactors } })
    await expect(begin(world, { password: 0 })).resolves.toBeDefined()
  })
})

describe('a policy that tightens while a passkey is made', () => {
  const session = (world: World) => world.session({ authenticatedAt: world.clock.now - 200_000 })

  async function begun(world: World, as = session(world)) {
    const { ceremony, options } = await world.passkeys.enroll.begin({ user: alice, session: as, binding })
    return { ceremony, response: await world.authenticator().create(options), session: as, binding }
  }

  test.each([
    ['more recent', { recentAuthentication: { enroll: 100 } }],
    ['the strongest', { enrollWith: 'strongest' }],
  ] as const)('%s: judged by that, and nothing has changed', async (_, policy) => {
    const world = createWorld({ host: { secondFactors: () => ['totp'] } })
    const input = await begun(world)
    await world.passkeys.admin.policy.setEnvironment({ policy, expectedVersion: 0, actor })
    await expect(world.passkeys.enroll.finish(input)).rejects.toMatchObject(refusal)
    expect(await stateOf(world)).toEqual({ passkeys: [] })
  })

  test('how recent is judged by when it began, because making a passkey takes time', async () => {
    const world = createWorld()
    const input = await begun(world, world.session({ authenticatedAt: world.clock.now - 300_000 }))
    world.clock.forward(299)
    await expect(world.passkeys.enroll.finish(input)).resolves.toBeDefined()
  })

  test('who has signed in again since it began is recent', async () => {
    const world = createWorld()
    const input = await begun(world)
    world.clock.forward(299)
    await expect(world.passkeys.enroll.finish({ ...input, session: world.session() })).resolves.toBeDefined()
  })
})
