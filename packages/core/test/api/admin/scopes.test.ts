import type { Actor, Host, Passkeys, Session } from '@latchkey/core'
import type { Authenticator } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { alice, binding, bob, createWorld, stateOf, type World, type WorldChange } from '../../world.js'

const environment = { id: 'root', scope: 'environment' } as const
const acme = { id: 'admin-acme', scope: { organizationId: 'acme' } } as const
const globex = { id: 'admin-globex', scope: { organizationId: 'globex' } } as const
const unscoped = { id: 'admin-1' } as const

/** Alice is in both organizations, Bob in one, Carol in none; a test may move them. */
function people() {
  const organizations = new Map([
    [alice.id, ['acme', 'globex']],
    [bob.id, ['acme']],
  ])
  const host: Host = { organizationsOf: ({ userId }) => organizations.get(userId) ?? [] }
  return { organizations, host }
}

async function worldOfPeople(change: WorldChange = {}) {
  const { organizations, host } = people()
  const world = createWorld({ adminsMayEnroll: true, ...change, host: { ...host, ...change.host } })
  const own = world.authenticator()
  const { passkey } = await world.enroll(own)
  const sessionOfBob = world.session({ userId: bob.id })
  const bobs = world.authenticator()
  const { passkey: passkeyOfBob } = await world.enroll(bobs, sessionOfBob)
  await world.told()
  return { world, organizations, own, passkey, bobs, passkeyOfBob, admin: world.passkeys.admin }
}

type There = Awaited<ReturnType<typeof worldOfPeople>>
type Admin = Passkeys['admin']

/** A passkey that an admin of the organization enrolls for Bob, who then joins another one. */
async function withBound(change: WorldChange = {}) {
  const there = await worldOfPeople(change)
  const authenticator = there.world.authenticator()
  there.world.clock.forward(1)
  const { passkey } = await enrollFor(there.world, authenticator)
  there.organizations.set(bob.id, ['acme', 'globex'])
  await there.world.told()
  return { ...there, authenticator, bound: passkey }
}

async function enrollFor(world: World, authenticator: Authenticator, actor: Actor = acme) {
  const { ceremony, options } = await world.passkeys.admin.enroll.begin({ user: bob, actor, binding })
  const response = await authenticator.create(options)
  return world.passkeys.admin.enroll.finish({ userId: bob.id, ceremony, response, actor, binding })
}

async function signInAt(world: World, authenticator: Authenticator, organizationId?: string) {
  const { ceremony, options } = await world.passkeys.signIn.begin({ binding, organizationId })
  return world.passkeys.signIn.finish({ ceremony, response: await authenticator.get(options), binding })
}

async function recordOf(world: World, id: string) {
  const { passkeys } = await stateOf(world, bob.id)
  return passkeys.find((passkey) => passkey.id === id)
}

const forbidden = { code: 'forbidden', status: 403 }

describe('what needs the environment', () => {
  const whole = [
    ['purge', (admin: Admin, actor: Actor) => admin.accounts.purge({ userId: bob.id, actor })],
    ['invalidate', (admin: Admin, actor: Actor) => admin.accounts.invalidate({ userId: bob.id, actor })],
    ['removeAll', (admin: Admin, actor: Actor) => admin.passkeys.removeAll({ userId: bob.id, actor })],
  ] as const

  test.each(whole)(
    '%s: not by an organization, although the user is in no other, and not without a scope',
    async (_, act) => {
      const { world, admin } = await worldOfPeople()
      const before = await stateOf(world, bob.id)
      for (const actor of [acme, unscoped]) await expect(act(admin, actor)).rejects.toMatchObject(forbidden)
      expect(await stateOf(world, bob.id)).toEqual(before)
      expect(await world.told()).toEqual([])
    },
  )

  test.each(whole)('%s: not by the organization that the request names', async (_, act) => {
    const { admin } = await worldOfPeople()
    const named = { ...unscoped, scope: undefined }
    await expect(act(admin, named)).rejects.toMatchObject(forbidden)
    await expect(admin.accounts.purge({ userId: bob.id, organizationId: 'acme', actor: named })).rejects.toMatchObject(
      forbidden,
    )
  })

  test.each(whole)('%s: by the environment', async (_, act) => {
    const { world, admin } = await worldOfPeople()
    await act(admin, environment)
    expect((await stateOf(world, bob.id)).account?.version).toBe(2)
  })

  test('your own program acts for the environment', async () => {
    const { world, admin } = await worldOfPeople()
    await admin.accounts.invalidate({ userId: bob.id })
    expect((await stateOf(world, bob.id)).account?.version).toBe(2)
  })
})

describe('an organization acts on the passkeys of its members', () => {
  const changes = [
    [
      'rename',
      (admin: Admin, actor: Actor, id: string) => admin.passkeys.rename({ userId: alice.id, id, actor, name: 'Lost' }),
    ],
    ['remove', (admin: Admin, actor: Actor, id: string) => admin.passkeys.remove({ userId: alice.id, id, actor })],
    ['suspend', (admin: Admin, actor: Actor, id: string) => admin.passkeys.suspend({ userId: alice.id, id, actor })],
    [
      'reinstate',
      (admin: Admin, actor: Actor, id: string) => admin.passkeys.reinstate({ userId: alice.id, id, actor }),
    ],
    ['prompt.reset', (admin: Admin, actor: Actor) => admin.prompt.reset({ userId: alice.id, actor })],
  ] as const

  test.each(changes)('%s: not of a user who is also in another', async (_, change) => {
    const { world, admin, passkey } = await worldOfPeople()
    const before = await stateOf(world)
    for (const actor of [acme, globex, unscoped]) {
      await expect(change(admin, actor, passkey.id)).rejects.toMatchObject(forbidden)
    }
    expect(await stateOf(world)).toEqual(before)
    expect(await world.told()).toEqual([])
  })

  test.each(changes)('%s: of a user who is in no other', async (_, change) => {
    const { admin, passkey, organizations } = await worldOfPeople()
    organizations.set(alice.id, ['acme'])
    await expect(change(admin, globex, passkey.id)).rejects.toMatchObject(forbidden)
    await expect(change(admin, acme, passkey.id).then(() => 'done')).resolves.toBe('done')
  })

  test.each(changes)('%s: the environment reaches every user', async (_, change) => {
    const { admin, passkey } = await worldOfPeople()
    await expect(change(admin, environment, passkey.id).then(() => 'done')).resolves.toBe('done')
  })

  test('the request names another organization than the scope: forbidden', async () => {
    const { admin, passkeyOfBob } = await worldOfPeople()
    const target = { userId: bob.id, id: passkeyOfBob.id, organizationId: 'globex' }
    await expect(admin.passkeys.suspend({ ...target, actor: acme })).rejects.toMatchObject(forbidden)
  })

  test('without a scope the organization that the request names is the scope', async () => {
    const { admin, passkey, passkeyOfBob } = await worldOfPeople()
    const named = { organizationId: 'acme', actor: unscoped }
    await expect(admin.passkeys.suspend({ ...named, userId: alice.id, id: passkey.id })).rejects.toMatchObject(
      forbidden,
    )
    const { passkey: suspended } = await admin.passkeys.suspend({ ...named, userId: bob.id, id: passkeyOfBob.id })
    expect(suspended.suspendedBy).toEqual(['organization:acme'])
  })

  test('the user joins another organization while the request is under way: forbidden', async () => {
    const joined: string[] = ['acme']
    const { world, admin, passkeyOfBob } = await worldOfPeople({
      host: { organizationsOf: ({ userId }) => (userId === bob.id ? [...joined] : []) },
    })
    const { listByUser } = world.storage.passkeys
    world.storage.passkeys.listByUser = async (...of) => {
      joined.push('globex')
      return listByUser(...of)
    }
    const target = { userId: bob.id, id: passkeyOfBob.id, actor: acme }
    await expect(admin.passkeys.suspend(target)).rejects.toMatchObject(forbidden)
  })

  test('a scope of another shape is a mistake of the developer', async () => {
    const { admin, passkeyOfBob } = await worldOfPeople()
    for (const scope of ['everything', { organizationId: '' }, {}, null, 1]) {
      const actor = JSON.parse(JSON.stringify({ id: 'admin-1', scope }))
      await expect(admin.passkeys.suspend({ userId: bob.id, id: passkeyOfBob.id, actor })).rejects.toThrow(TypeError)
    }
  })
})

describe('an organization and policies, events, imports', () => {
  test('it writes its own policy and no other', async () => {
    const { admin } = await worldOfPeople()
    const layer = { policy: { mode: 'optional' }, expectedVersion: 0 } as const
    await expect(admin.policy.setEnvironment({ ...layer, actor: acme })).rejects.toMatchObject(forbidden)
    const other = { ...layer, organizationId: 'globex', actor: acme }
    await expect(admin.policy.setOrganization(other)).rejects.toMatchObject(forbidden)
    const cleared = { organizationId: 'globex', expectedVersion: 0, actor: acme }
    await expect(admin.policy.clearOrganization(cleared)).rejects.toMatchObject(forbidden)
    await expect(
      admin.policy.setOrganization({ ...layer, organizationId: 'acme', actor: acme }),
    ).resolves.toMatchObject({
      version: 1,
    })
  })

  test('it reads its own events, whether or not it names itself', async () => {
    const { world, admin, passkeyOfBob } = await worldOfPeople()
    await admin.passkeys.suspend({ userId: bob.id, id: passkeyOfBob.id, actor: acme })
    await admin.passkeys.rename({ userId: bob.id, id: passkeyOfBob.id, name: 'Lost', actor: environment })
    const namesFor = async (actor: Actor) => (await admin.events({ actor })).items.map(({ name }) => name)
    expect(await namesFor(acme)).toEqual(['passkey.suspended'])
    expect(await namesFor(globex)).toEqual([])
    expect(await namesFor(environment)).toContain('passkey.renamed')
    await expect(admin.events({ actor: acme, organizationId: 'globex' })).rejects.toMatchObject(forbidden)
    const span = { from: world.clock.now - 1000, to: world.clock.now + 1000 }
    await expect(admin.adoption({ ...span, actor: acme, organizationId: 'globex' })).rejects.toMatchObject(forbidden)
    expect((await admin.adoption({ ...span, actor: acme })).items).toEqual([])
  })

  test('it imports and exports nothing', async () => {
    const { admin } = await worldOfPeople()
    await expect(admin.import({ rows: [], actor: acme })).rejects.toMatchObject(forbidden)
    const walk = async () => {
      for await (const _ of admin.export({ actor: acme }));
    }
    await expect(walk()).rejects.toMatchObject(forbidden)
  })
})

describe('suspended by several', () => {
  async function suspendedByAcme() {
    const there = await worldOfPeople()
    const target = { userId: bob.id, id: there.passkeyOfBob.id }
    await there.admin.passkeys.suspend({ ...target, actor: acme })
    return { ...there, target }
  }

  test('an organization’s entry refuses the passkey there, and works elsewhere as before', async () => {
    const { world, bobs, organizations, admin, target } = await suspendedByAcme()
    await expect(signInAt(world, bobs, 'acme')).rejects.toMatchObject({ code: 'credential_not_allowed' })
    await expect(signInAt(world, bobs), 'no other organization is left').rejects.toMatchObject({
      code: 'credential_not_allowed',
    })
    organizations.set(bob.id, ['acme', 'globex'])
    const signIn = await signInAt(world, bobs, 'globex')
    expect(signIn.userId).toBe(bob.id)
    await expect(signInAt(world, bobs)).resolves.toMatchObject({ userId: bob.id })
    const admits = (organizationId: string) => world.passkeys.assurance.admits({ signIn, organizationId })
    expect(await admits('acme')).toEqual({ admitted: false, reason: 'passkey_not_usable' })
    expect(await admits('globex')).toMatchObject({ admitted: true })
    const session = world.session({ userId: bob.id })
    const remove = world.passkeys.manage.remove({ session, id: target.id })
    await expect(remove, 'only an admin removes a suspended one').rejects.toMatchObject(forbidden)
    expect((await admin.passkeys.list({ userId: bob.id, actor: environment })).passkeys[0]).toMatchObject({
      status: 'active',
      suspendedBy: ['organization:acme'],
    })
  })

  test('each lifts its own entry and no other', async () => {
    const { world, bobs, admin, target } = await suspendedByAcme()
    await admin.passkeys.suspend({ ...target, actor: environment })
    expect(await recordOf(world, target.id)).toMatchObject({ suspendedBy: ['environment', 'organization:acme'] })
    await admin.passkeys.reinstate({ ...target, actor: acme })
    await expect(signInAt(world, bobs, 'acme')).rejects.toMatchObject({ code: 'credential_not_allowed' })
    await admin.passkeys.suspend({ ...target, actor: acme })
    await admin.passkeys.reinstate({ ...target, actor: environment })
    await expect(signInAt(world, bobs, 'acme')).rejects.toMatchObject({ code: 'credential_not_allowed' })
    await admin.passkeys.reinstate({ ...target, actor: acme })
    await expect(signInAt(world, bobs, 'acme')).resolves.toMatchObject({ organizationId: 'acme' })
  })

  test('the owner sees the status where the session is', async () => {
    const { world } = await suspendedByAcme()
    const statusAt = async (change: Partial<Session>) => {
      const { passkeys } = await world.passkeys.manage.list({ session: world.session({ userId: bob.id, ...change }) })
      return passkeys.map(({ status, whyNotRemovable }) => [status, whyNotRemovable])
    }
    expect(await statusAt({ organizationId: 'acme' })).toEqual([['suspended', 'suspended']])
    expect(await statusAt({})).toEqual([['active', 'suspended']])
  })

  test('a policy of one organization that suspends a copy suspends it there only', async () => {
    const { organizations, world, admin } = await worldOfPeople()
    const policy = { mode: 'optional', signCount: 'suspend' } as const
    await admin.policy.setOrganization({ policy, organizationId: 'acme', expectedVersion: 0, actor: acme })
    const original = world.authenticator({ synced: false, counts: true })
    const { passkey } = await world.enroll(original, world.session({ userId: bob.id }))
    const copy = original.clone()
    organizations.set(bob.id, ['acme', 'globex'])
    for (const _ of [1, 2]) await signInAt(world, original, 'globex')
    await expect(signInAt(world, copy, 'acme')).rejects.toMatchObject({ code: 'sign_count_regression' })
    expect(await recordOf(world, passkey.id)).toMatchObject({ status: 'active', suspendedBy: ['organization:acme'] })
    await expect(signInAt(world, original, 'globex')).resolves.toMatchObject({ userId: bob.id })
  })
})

describe('enrolling by an organization', () => {
  test('the passkey is bound to it, and the environment’s is not', async () => {
    const { world } = await worldOfPeople()
    const { passkey } = await enrollFor(world, world.authenticator())
    expect(await recordOf(world, passkey.id)).toMatchObject({ boundTo: 'acme', organizationId: 'acme' })
    const { passkey: unbound } = await enrollFor(world, world.authenticator(), environment)
    expect(await recordOf(world, unbound.id)).not.toHaveProperty('boundTo')
  })

  test('not for a user of another organization, at begin and at finish', async () => {
    const { world, admin, organizations } = await worldOfPeople()
    const begin = (actor: Actor) => admin.enroll.begin({ user: alice, actor, binding })
    for (const actor of [acme, unscoped]) await expect(begin(actor)).rejects.toMatchObject(forbidden)
    const { ceremony, options } = await admin.enroll.begin({ user: bob, actor: acme, binding })
    organizations.set(bob.id, ['acme', 'globex'])
    const response = await world.authenticator().create(options)
    const finish = { userId: bob.id, ceremony, response, binding }
    await expect(admin.enroll.finish({ ...finish, actor: acme })).rejects.toMatchObject(forbidden)
    expect((await stateOf(world, bob.id)).passkeys).toHaveLength(1)
  })

  test('what was begun in one scope does not finish in another', async () => {
    const { world, admin } = await worldOfPeople()
    const { ceremony, options } = await admin.enroll.begin({ user: bob, actor: { ...acme, id: 'root' }, binding })
    const response = await world.authenticator().create(options)
    const finish = { userId: bob.id, ceremony, response, actor: environment, binding }
    await expect(admin.enroll.finish(finish)).rejects.toMatchObject(forbidden)
    await expect(admin.enroll.finish({ ...finish, organizationId: 'acme' })).rejects.toMatchObject(forbidden)
  })
})

describe('a bound passkey', () => {
  test('signs in at its organization, named or not, and at no other', async () => {
    const { world, authenticator, bound } = await withBound()
    expect(await signInAt(world, authenticator, 'acme')).toMatchObject({
      organizationId: 'acme',
      passkey: { id: bound.id },
    })
    const signIn = await signInAt(world, authenticator)
    expect(signIn.organizationId).toBe('acme')
    await expect(signInAt(world, authenticator, 'globex')).rejects.toMatchObject(forbidden)
    const admits = (organizationId: string) => world.passkeys.assurance.admits({ signIn, organizationId })
    expect(await admits('acme')).toMatchObject({ admitted: true })
    expect(await admits('globex')).toEqual({ admitted: false, reason: 'passkey_bound_elsewhere' })
  })

  test('signs in nowhere once its user has left the organization', async () => {
    const { world, authenticator, organizations } = await withBound()
    organizations.set(bob.id, ['globex'])
    for (const named of [undefined, 'acme', 'globex']) {
      await expect(signInAt(world, authenticator, named)).rejects.toMatchObject(forbidden)
    }
  })

  test('is judged by the policy of its organization, also where none is named', async () => {
    const { world, authenticator, admin } = await withBound()
    const off = { policy: { mode: 'off' }, expectedVersion: 0 } as const
    await admin.policy.setOrganization({ ...off, organizationId: 'acme', actor: acme })
    await expect(signInAt(world, authenticator)).rejects.toMatchObject({ code: 'passkeys_off' })
  })

  test('is in reach of its organization whatever else its user is in, and of no other', async () => {
    const { admin, bound, passkeyOfBob } = await withBound()
    const target = { userId: bob.id, id: bound.id }
    await expect(admin.passkeys.suspend({ ...target, actor: globex })).rejects.toMatchObject(forbidden)
    await expect(admin.passkeys.suspend({ ...target, id: passkeyOfBob.id, actor: acme })).rejects.toMatchObject(
      forbidden,
    )
    expect((await admin.passkeys.suspend({ ...target, actor: acme })).passkey).toMatchObject({ status: 'suspended' })
    const listedFor = async (actor: Actor) =>
      (await admin.passkeys.list({ userId: bob.id, actor })).passkeys.map(({ id, boundTo }) => [id, boundTo])
    expect(await listedFor(globex)).toEqual([[passkeyOfBob.id, undefined]])
    expect(await listedFor(acme)).toContainEqual([bound.id, 'acme'])
    await admin.passkeys.remove({ ...target, actor: acme })
    expect(await listedFor(environment)).toEqual([[passkeyOfBob.id, undefined]])
  })

  test('closes no other sign-in method of its user', async () => {
    const policy = { mode: 'optional', password: 'refused-once-enrolled' } as const
    const { world, admin, passkeyOfBob } = await withBound({ policy })
    const session = world.session({ userId: bob.id })
    await admin.passkeys.remove({ userId: bob.id, id: passkeyOfBob.id, actor: environment })
    expect(await world.passkeys.passwordAllowed({ userId: bob.id })).toBe(true)
    expect(await world.passkeys.passwordAllowed({ userId: bob.id, organizationId: 'globex' })).toBe(true)
    expect(await world.passkeys.prompt.decide({ session, on: 'sign-in' })).toMatchObject({ prompt: 'offer' })
  })
})

describe('a session that a bound passkey has signed in', () => {
  async function boundSession(change: Partial<Session> = {}) {
    const there = await withBound()
    const at = there.world.clock.now
    const methods = [{ name: 'passkey', at, passkeyId: there.bound.id }]
    return { ...there, session: there.world.session({ userId: bob.id, methods, ...change }) }
  }

  const own = (there: There & { readonly session: Session }) => there.world.passkeys

  test('enrolls passkeys that are bound alike', async () => {
    const there = await boundSession()
    const { passkey } = await there.world.enroll(there.world.authenticator(), there.session)
    expect(await recordOf(there.world, passkey.id)).toMatchObject({
      boundTo: 'acme',
      organizationId: 'acme',
      source: 'self',
    })
  })

  test('enrolls nothing for another organization', async () => {
    const there = await boundSession()
    const begin = (session: Session, organizationId?: string) =>
      own(there).enroll.begin({ user: bob, session, organizationId, binding })
    await expect(begin(there.session, 'globex')).rejects.toMatchObject(forbidden)
    await expect(begin({ ...there.session, organizationId: 'globex' })).rejects.toMatchObject(forbidden)
  })

  test('renames and removes passkeys that are bound there, and no others', async () => {
    const there = await boundSession()
    const { session, bound, passkeyOfBob } = there
    const { rename, remove, list } = own(there).manage
    expect(
      (await list({ session })).passkeys.map(({ id, removable, whyNotRemovable }) => [id, removable, whyNotRemovable]),
    ).toEqual([
      [passkeyOfBob.id, false, 'forbidden'],
      [bound.id, true, undefined],
    ])
    await expect(rename({ session, id: passkeyOfBob.id, name: 'Mine' })).rejects.toMatchObject(forbidden)
    await expect(remove({ session, id: passkeyOfBob.id })).rejects.toMatchObject(forbidden)
    await expect(rename({ session, id: bound.id, name: 'Mine' })).resolves.toMatchObject({ passkey: { name: 'Mine' } })
    await remove({ session, id: bound.id })
    expect((await list({ session })).passkeys).toHaveLength(1)
  })

  test('gains nothing when its passkey is removed: its user signs in again first', async () => {
    const there = await boundSession()
    const { session, bound, passkeyOfBob, admin } = there
    await admin.passkeys.remove({ userId: bob.id, id: bound.id, actor: acme })
    const again = { code: 'recent_authentication_required' }
    const { enroll, manage } = own(there)
    await expect(enroll.begin({ user: bob, session, binding })).rejects.toMatchObject(again)
    await expect(manage.rename({ session, id: passkeyOfBob.id, name: 'Mine' })).rejects.toMatchObject(again)
    await expect(manage.remove({ session, id: passkeyOfBob.id })).rejects.toMatchObject(again)
  })

  test('is bound also where its method does not say by which passkey', async () => {
    const { world, session } = await boundSession({ methods: [{ name: 'passkey', at: 0 }] })
    const { passkey } = await world.enroll(world.authenticator(), session)
    expect(await recordOf(world, passkey.id)).toMatchObject({ boundTo: 'acme' })
  })

  test('a ceremony that it began does not finish in another session, nor the other way round', async () => {
    const there = await boundSession()
    const { world, session } = there
    const free = world.session({ userId: bob.id })
    for (const [beginning, finishing] of [
      [session, free],
      [free, session],
    ] as const) {
      const { ceremony, options } = await own(there).enroll.begin({ user: bob, session: beginning, binding })
      const response = await world.authenticator().create(options)
      const finish = own(there).enroll.finish({ ceremony, response, session: finishing, binding })
      await expect(finish).rejects.toMatchObject(forbidden)
    }
  })

  test('another session of the same user does all as before', async () => {
    const { world, passkeyOfBob, bound } = await boundSession()
    const at = world.clock.now
    const session = world.session({
      userId: bob.id,
      methods: [{ name: 'passkey', at, passkeyId: passkeyOfBob.id }],
    })
    const { passkey } = await world.enroll(world.authenticator(), session)
    expect(await recordOf(world, passkey.id)).not.toHaveProperty('boundTo')
    await world.passkeys.manage.remove({ session, id: bound.id })
  })
})
