import type { Host } from '@latchkey/core'
import { memoryStorage } from '@latchkey/memory'
import { describe, expect, test } from 'vitest'
import { alice, bob, createWorld, rpId, stateOf, type World } from '../../world.js'

const actor = { id: 'admin-1', scope: 'environment' } as const
const about = { userId: alice.id, actor }

const host: Host = { findUserById: (userId) => [alice, bob].find(({ id }) => id === userId) }

/** Alice has used everything that stores something about a user; bob has a passkey. */
async function createUsed(world = createWorld({ host })) {
  const { passkeys, session } = world
  const authenticator = world.authenticator()
  await passkeys.prompt.shown({ session: session() })
  await world.enroll(authenticator, session(), "Alice's key")
  await world.enroll(world.authenticator(), session({ userId: bob.id }), "Bob's key")
  await world.signIn(authenticator)
  const methods = [{ name: 'passkey', at: world.clock.now }] as const
  await passkeys.recovery.createCodes({ session: session({ methods }) })
  await passkeys.invitations.create({ userId: alice.id, actor })
  return { ...world, device: authenticator }
}

const namesOf = async ({ passkeys }: World) =>
  (await passkeys.admin.events({ actor, limit: 1000 })).items.map(({ name }) => name)

describe('admin.users.exportData', () => {
  test('has the account, passkeys, codes and events of the user, and none of another', async () => {
    const world = await createUsed()
    const data = await world.passkeys.admin.users.exportData(about)
    const [own, ...others] = data.relyingParties
    expect([data.userId, own.rpId, others]).toEqual([alice.id, rpId, []])
    const { account, passkeys } = await stateOf(world)
    expect(own.account).toEqual(account)
    expect(own.passkeys).toMatchObject([{ name: "Alice's key", userId: alice.id, id: passkeys[0]?.id }])
    expect(own.codes.map(({ purpose }) => purpose).sort()).toEqual([
      'invitation',
      ...Array.from({ length: 10 }, () => 'recovery'),
    ])
    expect(own.events.map(({ name }) => name)).toEqual([
      'prompt.shown',
      'passkey.added',
      'passkey.used',
      'recovery.codes_created',
      'invitation.created',
    ])
    expect(JSON.stringify(data)).not.toContain(bob.id)
  })

  test('is plain JSON, without what a user types in', async () => {
    const world = await createUsed()
    const data = await world.passkeys.admin.users.exportData(about)
    expect(JSON.parse(JSON.stringify(data))).toEqual(data)
    expect(data.relyingParties[0].codes.filter((code) => 'hash' in code)).toEqual([])
  })

  test('of a user about whom nothing is stored, is empty; nothing is written', async () => {
    const world = createWorld()
    expect(await world.passkeys.admin.users.exportData(about)).toEqual({
      userId: alice.id,
      relyingParties: [{ rpId, passkeys: [], codes: [], events: [] }],
    })
    expect(await stateOf(world)).toEqual({ passkeys: [] })
  })

  test('has more events than a page, each once', async () => {
    const world = await createUsed()
    for (let sent = 0; sent < 1200; sent++) await world.passkeys.prompt.shown({ session: world.session() })
    const { events } = (await world.passkeys.admin.users.exportData(about)).relyingParties[0]
    expect([events.length, new Set(events.map(({ id }) => id)).size]).toEqual([1205, 1205])
  })
})

describe('admin.users.eraseData', () => {
  test('leaves a tombstone and one event of the user, and all that is about others', async () => {
    const world = await createUsed()
    const bobs = await world.passkeys.admin.users.exportData({ ...about, userId: bob.id })
    await world.passkeys.admin.users.eraseData(about)
    const [own] = (await world.passkeys.admin.users.exportData(about)).relyingParties
    expect(own).toMatchObject({
      passkeys: [],
      codes: [],
      events: [{ name: 'account.purged', userId: alice.id, data: {} }],
    })
    expect(own.account).toMatchObject({
      passkeyCount: 0,
      prompt: { declines: 0, never: false },
      purgedAt: world.clock.now,
    })
    expect(JSON.stringify(own)).not.toContain("Alice's key")
    expect(await namesOf(world)).toEqual(['passkey.added', 'account.purged'])
    expect(await world.passkeys.admin.users.exportData({ ...about, userId: bob.id })).toEqual(bobs)
  })

  test('the passkey signs in no more, and a ceremony that was begun before adds none', async () => {
    const world = await createUsed()
    const { passkeys, session } = world
    const binding = 'this browser'
    const user = { id: alice.id, name: alice.name }
    const begun = await passkeys.enroll.begin({ user, session: session(), binding })
    const response = await world.authenticator().create(begun.options)
    await passkeys.admin.users.eraseData(about)
    const finish = passkeys.enroll.finish({ ceremony: begun.ceremony, response, session: session(), binding })
    await expect(finish).rejects.toMatchObject({ code: 'account_changed' })
    const signIn = await passkeys.signIn.begin({ binding })
    const answer = await world.device.get(signIn.options)
    await expect(
      passkeys.signIn.finish({ ceremony: signIn.ceremony, response: answer, binding }),
    ).rejects.toMatchObject({
      name: 'PasskeyError',
    })
  })

  test('reaches every relying party of the environment, and no other environment', async () => {
    const storage = memoryStorage()
    const relyingParty = { id: 'other.example', name: 'Other', origins: ['https://app.other.example'] }
    const here = createWorld({ storage })
    const there = createWorld({ storage, relyingParty })
    const staging = createWorld({ storage, environment: 'staging' })
    for (const world of [here, there, staging]) await world.passkeys.prompt.shown({ session: world.session() })
    const { relyingParties } = await here.passkeys.admin.users.exportData(about)
    expect(relyingParties.map((it) => [it.rpId, it.events.length])).toEqual([
      [rpId, 1],
      ['other.example', 1],
    ])
    await here.passkeys.admin.users.eraseData(about)
    expect(await namesOf(here)).toEqual(['account.purged'])
    expect(await namesOf(there)).toEqual(['account.purged'])
    expect(await namesOf(staging)).toEqual(['prompt.shown'])
  })

  test('twice, and at once, leaves the same', async () => {
    const world = await createUsed()
    await Promise.all(Array.from({ length: 5 }, () => world.passkeys.admin.users.eraseData(about)))
    await world.passkeys.admin.users.eraseData(about)
    const [own] = (await world.passkeys.admin.users.exportData(about)).relyingParties
    expect(own.events.map(({ name }) => name)).toEqual(['account.purged'])
  })
})

test.each(['exportData', 'eraseData'] as const)(
  '%s needs the environment, an actor and a user that can exist',
  async (method) => {
    const world = await createUsed()
    const call = world.passkeys.admin.users[method]
    for (const scope of [undefined, { organizationId: 'acme' }]) {
      await expect(call({ userId: alice.id, actor: { id: 'admin-1', scope } })).rejects.toMatchObject({
        code: 'forbidden',
      })
    }
    for (const userId of ['', 'x'.repeat(256), 'a\0', 7, undefined]) {
      await expect(call({ userId: userId as string, actor })).rejects.toMatchObject({ code: 'malformed' })
    }
    await expect(call({ userId: alice.id } as never)).rejects.toThrow(TypeError)
    expect((await stateOf(world)).passkeys).toHaveLength(1)
  },
)

test("a store that has another user's events among them is not believed", async () => {
  const storage = memoryStorage()
  const world = await createUsed(createWorld({ storage, host }))
  const { events } = storage
  const lying = createWorld({
    storage: {
      ...storage,
      events: { ...events, pageByUser: ({ rpId: at, limit }) => events.page({ rpId: at, limit }) },
    },
  })
  lying.clock.now = world.clock.now
  await expect(lying.passkeys.admin.users.exportData(about)).rejects.toMatchObject({ code: 'storage_unavailable' })
})
