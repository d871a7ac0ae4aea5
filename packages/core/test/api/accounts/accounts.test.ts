import { describe, expect, test } from 'vitest'
import { alice, binding, bob, createWorld, rpId, stateOf, type World } from '../../world.js'

const actor = { id: 'admin-1', scope: 'environment' } as const
const host = { organizationsOf: () => ['acme'] }

async function beginEnroll(world: World) {
  const session = world.session()
  const { ceremony, options } = await world.passkeys.enroll.begin({ user: alice, session, binding })
  return { ceremony, response: await world.authenticator().create(options), session, binding }
}

describe('invalidating an account', () => {
  test('passkeys stay and sign in; ceremonies begun before end in account_changed', async () => {
    const world = createWorld()
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    const finishing = await beginEnroll(world)
    await world.passkeys.admin.accounts.invalidate({ userId: alice.id })
    await expect(world.passkeys.enroll.finish(finishing)).rejects.toMatchObject({ code: 'account_changed' })
    expect(await world.signIn(authenticator)).toMatchObject({ userId: alice.id })
    await expect(world.passkeys.enroll.finish(await beginEnroll(world))).resolves.toBeDefined()
  })

  test('also the first passkey of a user of whom nothing was known', async () => {
    const world = createWorld()
    const finishing = await beginEnroll(world)
    await world.passkeys.admin.accounts.invalidate({ userId: alice.id })
    await expect(world.passkeys.enroll.finish(finishing)).rejects.toMatchObject({ code: 'account_changed' })
    expect((await stateOf(world)).passkeys).toEqual([])
  })

  test('emits an event that names the program or the admin', async () => {
    const world = createWorld()
    await world.passkeys.admin.accounts.invalidate({ userId: alice.id })
    await world.passkeys.admin.accounts.invalidate({ userId: alice.id, actor })
    expect((await world.told()).map(({ name, userId, actor: by }) => [name, userId, by])).toEqual([
      ['account.invalidated', alice.id, { type: 'system' }],
      ['account.invalidated', alice.id, { type: 'admin', id: actor.id }],
    ])
  })
})

describe('an account that the app locks', () => {
  test('ceremonies begun before end in account_changed, and the event names the program or the admin', async () => {
    const world = createWorld()
    const finishing = await beginEnroll(world)
    await world.passkeys.admin.accounts.recordLock({ userId: alice.id })
    await expect(world.passkeys.enroll.finish(finishing)).rejects.toMatchObject({ code: 'account_changed' })
    await world.passkeys.admin.accounts.recordUnlock({ userId: alice.id, actor })
    expect((await world.told()).map(({ name, userId, actor: by }) => [name, userId, by])).toEqual([
      ['account.locked', alice.id, { type: 'system' }],
      ['account.unlocked', alice.id, { type: 'admin', id: actor.id }],
    ])
  })

  test('unlocking changes nothing, and is refused to an admin of an organization', async () => {
    const world = createWorld({ host })
    const finishing = await beginEnroll(world)
    const ofAcme = { id: 'admin-2', scope: { organizationId: 'acme' } } as const
    for (const record of ['recordLock', 'recordUnlock'] as const) {
      const refused = world.passkeys.admin.accounts[record]({ userId: alice.id, organizationId: 'acme', actor: ofAcme })
      await expect(refused).rejects.toMatchObject({ code: 'forbidden' })
    }
    await world.passkeys.admin.accounts.recordUnlock({ userId: alice.id, actor })
    await expect(world.passkeys.enroll.finish(finishing)).resolves.toBeDefined()
  })
})

describe('purging an account', () => {
  test('only a tombstone of the user is left; an event for each passkey, then one for the purge', async () => {
    const world = createWorld()
    const { passkey } = await world.enroll(world.authenticator())
    await world.told()
    await world.passkeys.admin.accounts.purge({ userId: alice.id, actor })
    const { passkeys, account } = await stateOf(world)
    expect(passkeys).toEqual([])
    expect(account).toMatchObject({ version: 2, passkeyCount: 0, activeCount: 0, purgedAt: world.clock.now })
    expect((await world.told()).map(({ name, data, actor: by }) => [name, data, by])).toEqual([
      ['passkey.removed', { passkeyId: passkey.id, passkeyName: passkey.name }, { type: 'admin', id: actor.id }],
      ['account.purged', {}, { type: 'admin', id: actor.id }],
    ])
  })

  test('the old passkey signs no user in, also when the user comes back under the same id', async () => {
    const world = createWorld()
    const old = world.authenticator()
    await world.enroll(old)
    const before = (await stateOf(world)).account?.userHandle
    await world.passkeys.admin.accounts.purge({ userId: alice.id })
    await expect(world.signIn(old)).rejects.toMatchObject({ code: 'credential_not_found' })
    await world.enroll(world.authenticator())
    const { account } = await stateOf(world)
    expect(account?.userHandle).not.toBe(before)
    expect(account?.purgedAt).toBeUndefined()
    await expect(world.signIn(old)).rejects.toMatchObject({ code: 'credential_not_found' })
  })

  test('a sign-in that was proven before the purge is not recorded after it', async () => {
    const purged: World[] = []
    const world = createWorld({
      host: {
        maySignIn: async ({ userId }) => {
          for (const { passkeys } of purged) await passkeys.admin.accounts.purge({ userId })
          return true
        },
      },
    })
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    purged.push(world)
    await expect(world.signIn(authenticator)).rejects.toMatchObject({ code: 'credential_not_found' })
  })

  test('twice is once more', async () => {
    const world = createWorld()
    await world.passkeys.admin.accounts.purge({ userId: alice.id })
    await world.passkeys.admin.accounts.purge({ userId: alice.id })
    expect((await stateOf(world)).account).toMatchObject({ version: 2, purgedAt: world.clock.now })
  })

  test('touches no other user', async () => {
    const world = createWorld()
    await world.enroll(world.authenticator(), world.session({ userId: bob.id }))
    const before = await stateOf(world, bob.id)
    await world.passkeys.admin.accounts.purge({ userId: alice.id })
    expect(await stateOf(world, bob.id)).toEqual(before)
  })
})

describe('accounts', () => {
  test.each(['invalidate', 'recordLock', 'purge'] as const)(
    '%s: only for a member of the organization that is named',
    async (verb) => {
      const world = createWorld({ host })
      const call = (organizationId: string) => world.passkeys.admin.accounts[verb]({ userId: alice.id, organizationId })
      await expect(call('umbrella')).rejects.toMatchObject({ code: 'forbidden' })
      expect((await stateOf(world)).account).toBeUndefined()
      await expect(call('acme')).resolves.toBeUndefined()
      expect((await stateOf(world)).account).toMatchObject({ rpId, version: 1 })
    },
  )

  test.each(['invalidate', 'recordLock', 'recordUnlock', 'purge'] as const)(
    '%s: an actor that is none is a mistake of the developer',
    async (verb) => {
      const world = createWorld()
      await expect(world.passkeys.admin.accounts[verb]({ userId: alice.id, actor: { id: '' } })).rejects.toThrow(
        TypeError,
      )
      expect(await world.told()).toEqual([])
    },
  )
})
