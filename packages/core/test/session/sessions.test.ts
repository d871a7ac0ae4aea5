import type { Session } from '@latchkey/core'
import { describe, expect, test } from 'vitest'
import { alice, binding, createWorld, type World } from '../world.js'

const list = (world: World, session: Session) => world.passkeys.manage.list({ session })

describe('the shape of a session', () => {
  const day = 86_400_000
  const firstMilliseconds = 1e11

  test.each<[what: string, change: (now: number) => object]>([
    ['authenticated a day ahead', (now) => ({ authenticatedAt: now + day })],
    ['a method of 1973, when the seconds of today end', () => ({ methods: [{ name: 'totp', at: firstMilliseconds }] })],
    ['authenticated at the epoch', () => ({ authenticatedAt: 0 })],
    ['without a method', () => ({ methods: [] })],
    ['not partial, in so many words', () => ({ partial: false })],
  ])('%s: a session', async (_, change) => {
    const world = createWorld()
    await expect(list(world, { ...world.session(), ...change(world.clock.now) })).resolves.toBeDefined()
  })

  const method = (change: object) => (now: number) => ({
    methods: [
      { name: 'password', at: now },
      { name: 'totp', at: now, ...change },
    ],
  })

  test.each<[what: string, change: (now: number) => object, message: string]>([
    ['a numeric id', () => ({ userId: 7 }), 'session.userId is a number'],
    ['no id', () => ({ userId: undefined }), 'session.userId must be a string'],
    ['an empty id', () => ({ userId: '' }), 'session.userId must be a string'],
    ['a Date', (now) => ({ authenticatedAt: new Date(now) }), 'session.authenticatedAt is a Date'],
    ['seconds', (now) => ({ authenticatedAt: now / 1000 }), 'session.authenticatedAt looks like seconds'],
    ['a millisecond too few', () => ({ authenticatedAt: firstMilliseconds - 1 }), 'authenticatedAt looks like seconds'],
    [
      'more than a day ahead',
      (now) => ({ authenticatedAt: now + day + 1 }),
      'authenticatedAt is more than a day ahead',
    ],
    ['methods as text', () => ({ methods: 'password' }), 'session.methods must be an array'],
    ['a method as text', () => ({ methods: ['totp'] }), 'session.methods.0 is text'],
    [
      'no method in the list',
      (now) => ({ methods: [{ name: 'totp', at: now }, null] }),
      'methods.1 must be { name, at }',
    ],
    ['a number as method', () => ({ methods: [1] }), 'session.methods.0 must be { name, at }'],
    ['a method without a name', method({ name: undefined }), 'session.methods.1.name must be text'],
    ['a method of an empty name', method({ name: '' }), 'session.methods.1.name must be text'],
    ['a method without a time', method({ at: undefined }), 'session.methods.1.at must be epoch milliseconds'],
    ['a method of seconds', method({ at: 1.7e9 }), 'session.methods.1.at looks like seconds'],
  ])('%s: a TypeError that names the member', async (_, change, message) => {
    const world = createWorld()
    const attempt = list(world, { ...world.session(), ...change(world.clock.now) } as Session)
    await expect(attempt).rejects.toThrow(TypeError)
    await expect(attempt).rejects.toThrow(message)
  })

  test('while the clock itself stands where seconds do, they are not taken for a mistake', async () => {
    const at = (now: number) => {
      const world = createWorld({ now: () => now })
      return list(world, { userId: alice.id, authenticatedAt: 1000, methods: [] })
    }
    await expect(at(firstMilliseconds - 1)).resolves.toBeDefined()
    await expect(at(firstMilliseconds)).rejects.toThrow('session.authenticatedAt looks like seconds')
  })
})

describe('the organization of a session', () => {
  const organizationsOf = () => ['acme', 'globex']

  test.each<[of: string | undefined, named: string | undefined, recorded: string | undefined]>([
    [undefined, undefined, undefined],
    ['acme', undefined, 'acme'],
    [undefined, 'acme', 'acme'],
    ['acme', 'acme', 'acme'],
  ])('%s, and the page names %s: the passkey records %s', async (organizationId, named, recorded) => {
    const world = createWorld({ host: { organizationsOf } })
    const session = world.session(organizationId === undefined ? {} : { organizationId })
    const asked = { session, organizationId: named, binding }
    const { ceremony, options } = await world.passkeys.enroll.begin({ ...asked, user: alice })
    const response = await world.authenticator().create(options)
    await world.passkeys.enroll.finish({ ceremony, response, session, binding })
    const { passkeys } = await world.storage.passkeys.listByUser('example.com', alice.id)
    expect(passkeys.map((passkey) => passkey.organizationId)).toEqual([recorded])
  })

  test('the page names another one: forbidden', async () => {
    const world = createWorld({ host: { organizationsOf } })
    const session = world.session({ organizationId: 'acme' })
    const attempt = world.passkeys.enroll.begin({ user: alice, session, organizationId: 'globex', binding })
    await expect(attempt).rejects.toMatchObject({ code: 'forbidden', status: 403 })
  })
})

describe('a session and the organizations that its passkeys are bound to', () => {
  const forbidden = { code: 'forbidden', status: 403 }

  /** Alice with a passkey that is bound to nothing, and one that each of two organizations enrolled for her. */
  async function worldOfBound() {
    const organizations = { now: ['acme'] }
    const world = createWorld({ adminsMayEnroll: true, host: { organizationsOf: () => organizations.now } })
    const enrollFor = async (organizationId: string) => {
      organizations.now = [organizationId]
      const actor = { id: 'admin-1', scope: { organizationId } }
      const { ceremony, options } = await world.passkeys.admin.enroll.begin({ user: alice, actor, binding })
      const response = await world.authenticator().create(options)
      const { passkey } = await world.passkeys.admin.enroll.finish({
        userId: alice.id,
        ceremony,
        response,
        actor,
        binding,
      })
      return passkey.id
    }
    const { passkey } = await world.enroll(world.authenticator())
    const ids = { own: passkey.id, acme: await enrollFor('acme'), globex: await enrollFor('globex') }
    organizations.now = ['acme', 'globex']
    return { world, ids }
  }

  type Who = 'own' | 'acme' | 'globex' | 'gone'

  const begin = async (by: readonly (Who | 'password' | 'any')[], organizationId?: string) => {
    const { world, ids } = await worldOfBound()
    const idOf = { ...ids, gone: 'a'.repeat(22) }
    const at = world.clock.now
    const methods = by.map((who) => {
      if (who === 'password') return { name: 'password', at }
      return who === 'any' ? { name: 'passkey', at } : { name: 'passkey', at, passkeyId: idOf[who] }
    })
    const session = world.session({ methods, ...(organizationId === undefined ? {} : { organizationId }) })
    return world.passkeys.enroll.begin({ user: alice, session, binding })
  }

  test.each<[by: readonly (Who | 'password' | 'any')[], at: string | undefined]>([
    [['password'], undefined],
    [['own'], undefined],
    [['own'], 'globex'],
    [['acme'], undefined],
    [['acme'], 'acme'],
    [['acme', 'password'], 'acme'],
    [['acme', 'own'], 'acme'],
    [['acme', 'acme'], undefined],
  ])('by %j at %s: enrolls', async (by, at) => {
    await expect(begin(by, at)).resolves.toBeDefined()
  })

  test.each<[by: readonly (Who | 'password' | 'any')[], at: string | undefined, code: string]>([
    [['acme'], 'globex', 'forbidden'],
    [['password', 'acme'], 'globex', 'forbidden'],
    [['acme', 'globex'], undefined, 'forbidden'],
    [['acme', 'globex'], 'acme', 'forbidden'],
    [['any'], undefined, 'forbidden'],
    [['gone'], undefined, 'recent_authentication_required'],
    [['own', 'gone'], undefined, 'recent_authentication_required'],
    [['gone', 'own'], undefined, 'recent_authentication_required'],
  ])('by %j at %s: %s', async (by, at, code) => {
    await expect(begin(by, at)).rejects.toMatchObject({ code, status: 403 })
  })

  test('by a bound passkey at another organization: renames nothing, not even that passkey', async () => {
    const { world, ids } = await worldOfBound()
    const methods = [{ name: 'passkey', at: world.clock.now, passkeyId: ids.acme }]
    const rename = (organizationId: string) =>
      world.passkeys.manage.rename({ session: world.session({ methods, organizationId }), id: ids.acme, name: 'Mine' })
    await expect(rename('globex')).rejects.toMatchObject(forbidden)
    await expect(rename('acme')).resolves.toBeDefined()
  })

  test('a method of another name that says by which passkey is bound like it', async () => {
    const { world, ids } = await worldOfBound()
    const methods = [{ name: 'smart-card', at: world.clock.now, passkeyId: ids.acme }]
    const session = world.session({ methods, organizationId: 'globex' })
    await expect(world.passkeys.enroll.begin({ user: alice, session, binding })).rejects.toMatchObject(forbidden)
  })
})

describe('how far a sign-in may be ahead of the clock', () => {
  test.each([
    ['a minute', 60_000, true],
    ['more than a minute', 60_001, false],
  ])('%s', async (_, ahead, isRecent) => {
    const world = createWorld()
    const session = world.session({ authenticatedAt: world.clock.now + ahead })
    const attempt = world.passkeys.enroll.begin({ user: alice, session, binding })
    if (isRecent) await expect(attempt).resolves.toBeDefined()
    else await expect(attempt).rejects.toMatchObject({ code: 'recent_authentication_required' })
  })
})
