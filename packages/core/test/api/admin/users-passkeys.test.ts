import type { Actor } from '@latchkey/core'
import { describe, expect, test } from 'vitest'
import { alice, bob, createWorld, rpId, stateOf, type WorldChange } from '../../world.js'

const actor: Actor = { id: 'admin-1', scope: 'environment' }
const about = { userId: alice.id, actor } as const

async function withPasskeys(count: number, change: WorldChange = {}) {
  const world = createWorld(change)
  const ids: string[] = []
  for (let index = 0; index < count; index++) {
    ids.push((await world.enroll(world.authenticator())).passkey.id)
    world.clock.forward(1)
  }
  await world.told()
  const [id = ''] = ids
  return { world, ids, target: { ...about, id }, admin: world.passkeys.admin.passkeys }
}

type Admin = Awaited<ReturnType<typeof withPasskeys>>['admin']
type Target = Awaited<ReturnType<typeof withPasskeys>>['target']

/** Every verb about one passkey, and what it tells. */
const verbs = [
  {
    verb: 'rename',
    call: (admin: Admin, to: Target) => admin.rename({ ...to, name: 'Lost' }),
    event: 'passkey.renamed',
  },
  { verb: 'remove', call: (admin: Admin, to: Target) => admin.remove(to), event: 'passkey.removed' },
  { verb: 'suspend', call: (admin: Admin, to: Target) => admin.suspend(to), event: 'passkey.suspended' },
] as const

describe('listing for an admin', () => {
  test('shows every passkey of the user, oldest first, with where it comes from', async () => {
    const { admin, target, ids } = await withPasskeys(2)
    await admin.suspend(target)
    const { passkeys } = await admin.list(about)
    expect(passkeys.map(({ id, status }) => [id, status])).toEqual([
      [ids[0], 'suspended'],
      [ids[1], 'active'],
    ])
    expect(passkeys[0]).toMatchObject({
      source: 'self',
      attested: false,
      aaguid: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    expect(passkeys[0]).not.toHaveProperty('publicKey')
    expect(passkeys[0]).not.toHaveProperty('userHandle')
  })

  test('of a user of whom nothing is known: none', async () => {
    const { admin } = await withPasskeys(1)
    expect(await admin.list({ ...about, userId: 'unknown' })).toEqual({ passkeys: [] })
  })

  test('works while passkeys are off, and so does everything else', async () => {
    const { world, admin, target } = await withPasskeys(2)
    await world.passkeys.admin.policy.setEnvironment({ policy: { mode: 'off' }, expectedVersion: 0, actor })
    expect((await admin.list(about)).passkeys).toHaveLength(2)
    await admin.rename({ ...target, name: 'Lost' })
    await admin.suspend(target)
    await admin.reinstate(target)
    await admin.remove(target)
    expect((await admin.removeAll(about)).passkeys).toHaveLength(1)
  })
})

describe('changing for an admin', () => {
  test.each(verbs)('$verb emits an event with the admin and the user', async ({ call, event }) => {
    const { world, admin, target } = await withPasskeys(2)
    await call(admin, target)
    const [told, ...others] = await world.told()
    expect(others).toEqual([])
    expect(told).toMatchObject({
      name: event,
      userId: alice.id,
      rpId,
      actor: { type: 'admin', id: actor.id },
      data: { passkeyId: target.id },
    })
  })

  test.each(verbs)(
    '$verb of another user’s passkey, or of none: not_found, and nothing has changed',
    async ({ call }) => {
      const { world, admin, target } = await withPasskeys(2)
      const before = await stateOf(world)
      for (const wrong of [{ userId: bob.id }, { id: 'bm9uZQ' }, { id: 'not an id' }]) {
        await expect(call(admin, { ...target, ...wrong })).rejects.toMatchObject({ code: 'not_found', status: 404 })
      }
      expect(await stateOf(world)).toEqual(before)
      expect(await world.told()).toEqual([])
    },
  )

  test('renaming: the passkey has the name, trimmed; a name that is none is malformed', async () => {
    const { world, admin, target } = await withPasskeys(1)
    expect((await admin.rename({ ...target, name: ' Lost ' })).passkey.name).toBe('Lost')
    expect((await stateOf(world)).passkeys[0]?.name).toBe('Lost')
    await expect(admin.rename({ ...target, name: ' ' })).rejects.toMatchObject({ code: 'malformed' })
  })

  test('removing: also a suspended one, which the user cannot; a browser of the user may forget it', async () => {
    const { world, admin, target } = await withPasskeys(2)
    await admin.suspend(target)
    const attempt = world.passkeys.manage.remove({ session: world.session(), id: target.id })
    await expect(attempt).rejects.toMatchObject({ code: 'forbidden' })
    const { passkey, signals } = await admin.remove(target)
    expect(passkey).toMatchObject({ id: target.id, status: 'suspended' })
    expect(signals).toEqual({ rpId, unknownCredentialId: target.id })
    expect((await stateOf(world)).account).toMatchObject({ passkeyCount: 1, activeCount: 1 })
  })

  test('suspending: signs no user in until it is reinstated; twice is once, and told once', async () => {
    const world = createWorld()
    const authenticator = world.authenticator()
    const { passkey } = await world.enroll(authenticator)
    const target = { ...about, id: passkey.id }
    const { suspend, reinstate } = world.passkeys.admin.passkeys
    expect((await suspend(target)).passkey.status).toBe('suspended')
    expect((await suspend(target)).passkey.status).toBe('suspended')
    await expect(world.signIn(authenticator)).rejects.toMatchObject({ status: 422 })
    expect((await reinstate(target)).passkey.status).toBe('active')
    await reinstate(target)
    await expect(world.signIn(authenticator)).resolves.toMatchObject({ userId: alice.id })
    const told = await world.told()
    expect(told.map(({ name }) => name)).toEqual([
      'passkey.added',
      'passkey.suspended',
      'sign_in.failed',
      'passkey.reinstated',
      'passkey.used',
    ])
    expect(told[1]?.data).toMatchObject({ reason: 'admin' })
  })
})

describe('removing all', () => {
  test('the user has none; an event for each, and the handle stays', async () => {
    const { world, admin, ids } = await withPasskeys(3)
    const before = (await stateOf(world)).account
    const { passkeys, signals } = await admin.removeAll(about)
    expect(passkeys.map(({ id }) => id)).toEqual(ids)
    expect(signals).toEqual({
      rpId,
      allAcceptedCredentials: { userId: before?.userHandle, allAcceptedCredentialIds: [] },
    })
    expect(await stateOf(world)).toEqual({
      passkeys: [],
      account: { ...before, version: 2, passkeyCount: 0, activeCount: 0 },
    })
    const told = await world.told()
    expect(told.map(({ name, data, actor: by }) => [name, data.passkeyId, by])).toEqual(
      ids.map((id) => ['passkey.removed', id, { type: 'admin', id: actor.id }]),
    )
  })

  test('touches no other user', async () => {
    const { world, admin } = await withPasskeys(1)
    await world.enroll(world.authenticator(), world.session({ userId: bob.id }))
    const before = await stateOf(world, bob.id)
    await admin.removeAll(about)
    expect(await stateOf(world, bob.id)).toEqual(before)
  })

  test('a passkey that was added at the same moment has its event too, and is gone', async () => {
    const { world, admin } = await withPasskeys(1)
    const session = world.session()
    const { ceremony, options } = await world.passkeys.enroll.begin({ user: alice, session, binding: 'b' })
    const response = await world.authenticator().create(options)
    const [added, removed] = await Promise.allSettled([
      world.passkeys.enroll.finish({ ceremony, response, session, binding: 'b' }),
      admin.removeAll(about),
    ])
    expect(removed.status).toBe('fulfilled')
    expect((await stateOf(world)).passkeys).toEqual([])
    const names = (await world.told()).map(({ name }) => name)
    const expected = added.status === 'fulfilled' ? { added: 1, removed: 2 } : { added: 0, removed: 1 }
    expect({
      added: names.filter((name) => name === 'passkey.added').length,
      removed: names.filter((name) => name === 'passkey.removed').length,
    }).toEqual(expected)
  })
})

describe('two removals of the last two at once', () => {
  test('by the user, where the last stays: one', async () => {
    const { world, ids } = await withPasskeys(2)
    const session = world.session()
    const outcomes = await Promise.allSettled(ids.map((id) => world.passkeys.manage.remove({ session, id })))
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await stateOf(world)).passkeys).toHaveLength(1)
  })

  test('by an admin: both', async () => {
    const { world, admin, ids } = await withPasskeys(2)
    await Promise.all(ids.map((id) => admin.remove({ ...about, id })))
    expect((await stateOf(world)).passkeys).toEqual([])
  })

  test('of one passkey by two admins: one removes, the other gets not_found', async () => {
    const { world, admin, target } = await withPasskeys(1)
    const outcomes = await Promise.allSettled([
      admin.remove(target),
      admin.remove({ ...target, actor: { id: 'admin-2' } }),
    ])
    const refused = outcomes.flatMap((it) => (it.status === 'rejected' ? [it.reason.code] : []))
    expect(refused).toEqual(['not_found'])
    expect(await world.events()).toEqual(['passkey.removed'])
  })
})

describe('for whom an admin acts', () => {
  const host = {
    organizationsOf: ({ userId }: { readonly userId: string }) => (userId === alice.id ? ['acme'] : ['umbrella']),
  }

  /** Every admin verb that is about a user. */
  const everything = [
    ['list', (admin: Admin, to: Target) => admin.list(to)],
    ['removeAll', (admin: Admin, to: Target) => admin.removeAll(to)],
    ['reinstate', (admin: Admin, to: Target) => admin.reinstate(to)],
    ...verbs.map(({ verb, call }) => [verb, call] as const),
  ] as const

  test.each(everything)('%s: forbidden for an organization that is not the user’s', async (_, call) => {
    const { world, admin, target } = await withPasskeys(1, { host })
    const before = await stateOf(world)
    const attempt = call(admin, { ...target, ...{ organizationId: 'umbrella' } })
    await expect(attempt).rejects.toMatchObject({ code: 'forbidden', status: 403 })
    expect(await stateOf(world)).toEqual(before)
  })

  test.each(everything)('%s: done for one of the user’s', async (_, call) => {
    const { admin, target } = await withPasskeys(1, { host })
    await expect(call(admin, { ...target, ...{ organizationId: 'acme' } })).resolves.toBeDefined()
  })

  test.each(everything)('%s: without an actor', async (_, call) => {
    const { world, admin, target } = await withPasskeys(1)
    for (const invalid of [{ id: '' }, { id: 'x'.repeat(256) }]) {
      await expect(call(admin, { ...target, actor: invalid })).rejects.toThrow(TypeError)
    }
    expect(await world.told()).toEqual([])
  })

  test.each(everything)('%s: a user id that no store could keep is malformed', async (_, call) => {
    const { admin, target } = await withPasskeys(1)
    for (const userId of ['', 'x'.repeat(256), 'a\0', '\ud800']) {
      await expect(call(admin, { ...target, userId })).rejects.toMatchObject({ code: 'malformed' })
    }
  })

  test('the event says for which organization', async () => {
    const { world, admin, target } = await withPasskeys(1, { host })
    await admin.suspend({ ...target, organizationId: 'acme' })
    expect((await world.told())[0]).toMatchObject({ name: 'passkey.suspended', organizationId: 'acme' })
  })

  test('a prompt is reset only for a member', async () => {
    const { world } = await withPasskeys(0, { host })
    const reset = (organizationId: string) => world.passkeys.admin.prompt.reset({ ...about, organizationId })
    await expect(reset('umbrella')).rejects.toMatchObject({ code: 'forbidden' })
    await expect(reset('acme')).resolves.toBeUndefined()
  })
})
