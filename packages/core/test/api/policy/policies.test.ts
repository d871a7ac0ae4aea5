import type { PartialPolicy } from '@latchkey/core'
import { describe, expect, test } from 'vitest'
import { alice, binding, bob, createWorld, type World, type WorldChange } from '../../world.js'

const actor = { id: 'admin-1' }
const acme = 'acme'

const setEnvironment = (world: World, policy: PartialPolicy, expectedVersion = 0) =>
  world.passkeys.admin.policy.setEnvironment({ policy, expectedVersion, actor })

describe('writing a policy', () => {
  test('it holds here at once, names its source, and emits an event', async () => {
    const world = createWorld()
    await world.passkeys.policy.effective()
    const stored = await setEnvironment(world, { limit: 3 })
    expect(stored).toEqual({
      policy: { limit: 3 },
      enabled: true,
      version: 1,
      changedAt: world.clock.now,
      changedBy: actor.id,
    })
    expect(await world.passkeys.policy.effective()).toMatchObject({
      policy: { limit: 3, mode: 'optional' },
      from: { limit: 'environment', mode: 'code', flow: 'default' },
      version: 1,
    })
    expect(await world.passkeys.policy.stored()).toEqual(stored)
    expect(await world.events()).toEqual(['policy.changed'])
  })

  test('the event names the fields that changed, and who did it', async () => {
    const world = createWorld()
    await setEnvironment(world, { limit: 3, userVerification: { enroll: 'preferred' } })
    await setEnvironment(world, { limit: 3, userVerification: { enroll: 'required' } }, 1)
    const [, second] = await world.storage.events.claim(10, 1000, world.clock.now)
    expect(second).toMatchObject({
      name: 'policy.changed',
      actor: { type: 'admin', id: actor.id },
      data: { version: 2, fields: ['userVerification.enroll'] },
    })
  })

  test('elsewhere it holds within ten seconds', async () => {
    const here = createWorld()
    const there = createWorld({ storage: here.storage, now: () => here.clock.now })
    const limitThere = async () => (await there.passkeys.policy.effective()).policy.limit
    expect(await limitThere()).toBe(10)
    await setEnvironment(here, { limit: 3 })
    here.clock.forward(9)
    expect(await limitThere()).toBe(10)
    here.clock.forward(1)
    expect(await limitThere()).toBe(3)
  })

  test('two admins from the same version: one wins, the other gets version_conflict', async () => {
    const world = createWorld()
    const results = await Promise.allSettled([setEnvironment(world, { limit: 3 }), setEnvironment(world, { limit: 4 })])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'version_conflict', status: 409 },
    })
    expect(await world.events()).toEqual(['policy.changed'])
  })

  test('two admins of one override: the same', async () => {
    const { passkeys } = createWorld()
    const write = (limit: number) =>
      passkeys.admin.policy.setOrganization({ organizationId: acme, policy: { limit }, expectedVersion: 0, actor })
    const results = await Promise.allSettled([write(3), write(4)])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('clearing an override leaves nothing of it but its version', async () => {
    const { passkeys } = createWorld()
    await passkeys.admin.policy.setOrganization({
      organizationId: acme,
      policy: { limit: 3 },
      expectedVersion: 0,
      actor,
    })
    const cleared = await passkeys.admin.policy.clearOrganization({ organizationId: acme, expectedVersion: 1, actor })
    expect(cleared).toMatchObject({ policy: {}, enabled: false, version: 2 })
    expect((await passkeys.policy.effective({ organizationId: acme })).policy.limit).toBe(10)
  })

  test('who does it must be said', async () => {
    const { passkeys } = createWorld()
    const attempt = passkeys.admin.policy.setEnvironment({ policy: {}, expectedVersion: 0, actor: { id: '' } })
    await expect(attempt).rejects.toThrow(TypeError)
  })
})

const aaguid = 'adce0002-35bc-c60a-648b-0b25f1f05503'

/** What no layer may contain, and the field that the issue names. */
const refused: readonly (readonly [string, object])[] = [
  ['limit', { limit: 0 }],
  ['limit', { limit: 101 }],
  ['prompt.every.days', { prompt: { every: { days: -1 } } }],
  ['authenticators.allow', { authenticators: { allow: [aaguid] } }],
  ['authenticators.allow.0', { authenticators: { allow: ['ADCE0002-35BC-C60A-648B-0B25F1F05503'] } }],
  ['trust.require', { trust: { require: true } }],
  ['trust.roots.0', { trust: { roots: ['not a certificate'] } }],
  ['kinds', { kinds: { synced: false, deviceBound: false } }],
  ['enumeration', { enumeration: 'usernameless-only', flow: 'classic' }],
  ['verifyBeforeEnroll', { verifyBeforeEnroll: 'otp' }],
  ['hints', { hints: ['hybrid', 'hybrid'] }],
  ['limits', { limits: 5 }],
  ['userVerification.signUp', { userVerification: { signUp: 'required' } }],
]

describe('a policy that may not be', () => {
  test.each(refused)('in code: a TypeError that names %s, for %j', (field, policy) => {
    expect(() => createWorld({ policy: policy as PartialPolicy })).toThrow(TypeError)
    expect(() => createWorld({ policy: policy as PartialPolicy })).toThrow(`policy.${field}:`)
  })

  test.each(refused)('stored: policy_invalid that names %s, for %j, and nothing has changed', async (field, policy) => {
    const world = createWorld()
    const organizationId = acme
    const writes = [
      world.passkeys.admin.policy.setEnvironment({ policy: policy as PartialPolicy, expectedVersion: 0, actor }),
      world.passkeys.admin.policy.setOrganization({
        organizationId,
        policy: policy as PartialPolicy,
        enabled: false,
        expectedVersion: 0,
        actor,
      }),
      world.passkeys.admin.policy.preview({ policy: policy as PartialPolicy }),
    ]
    const issues = [expect.objectContaining({ path: field })]
    for (const outcome of await Promise.allSettled(writes)) {
      expect(outcome).toMatchObject({ reason: { code: 'policy_invalid', status: 400, issues } })
    }
    expect(await world.storage.policies.read('example.com', ['environment', 'organization:acme'])).toEqual([])
    expect(await world.events()).toEqual([])
  })

  test('an allow list is a list where claims are believed, or proven', async () => {
    const unproven = { authenticators: { allow: [aaguid], unproven: 'accept' } } as const
    expect(() => createWorld({ policy: unproven })).not.toThrow()
    const proven = { authenticators: { allow: [aaguid] }, trust: { require: true }, attestation: 'direct' } as const
    expect(() => createWorld({ policy: proven })).not.toThrow()
  })

  test('what is wrong only on top of the layer below is wrong', async () => {
    const world = createWorld({ policy: { mode: 'optional', flow: 'classic' } })
    await expect(setEnvironment(world, { enumeration: 'usernameless-only' })).rejects.toMatchObject({
      issues: [expect.objectContaining({ path: 'enumeration' })],
    })
  })

  test("no policy allows more passkeys than the host's own limit", async () => {
    const world = createWorld({ maxCredentials: 12 })
    await expect(setEnvironment(world, { limit: 13 })).rejects.toMatchObject({ code: 'policy_invalid' })
    await expect(setEnvironment(world, { limit: 12 })).resolves.toMatchObject({ version: 1 })
    expect(() => createWorld({ policy: { limit: 13 }, maxCredentials: 12 })).toThrow('limit: maxCredentials')
    expect(() => createWorld({ maxCredentials: 5 })).toThrow('limit: maxCredentials')
  })

  test.each([['x'.repeat(10_000)], ['a\0b'], ['\ud800'], ['']])(
    'an organization that cannot be one: malformed',
    async (organizationId) => {
      const { passkeys } = createWorld()
      const policy = {}
      const write = passkeys.admin.policy.setOrganization({ organizationId, policy, expectedVersion: 0, actor })
      await expect(write).rejects.toMatchObject({ code: 'malformed' })
      await expect(passkeys.policy.effective({ organizationId })).rejects.toMatchObject({ code: 'malformed' })
    },
  )
})

describe('a preview', () => {
  test.each(['*', ' ', '\0', 'A'.repeat(1368), 7, null, {}])(
    'an after that is no next (%j) is malformed',
    async (after) => {
      const { passkeys } = createWorld()
      const preview = passkeys.admin.policy.preview({ policy: { mode: 'off' }, after: after as string })
      await expect(preview).rejects.toMatchObject({ code: 'malformed' })
    },
  )

  async function withUsers(change: WorldChange = {}) {
    const world = createWorld(change)
    for (const { id } of [alice, bob]) {
      const synced = id === alice.id
      await world.enroll(world.authenticator({ synced }), world.session({ userId: id }))
      await world.enroll(world.authenticator({ synced }), world.session({ userId: id }))
    }
    return world
  }
  const names = (items: readonly { readonly userId: string }[]) => items.map(({ userId }) => userId).sort()

  test('says whom a change would lock out, each once, and what they would still have; changes nothing', async () => {
    const world = await withUsers({
      host: { otherSignInMethods: ({ userId }) => (userId === alice.id ? ['password'] : []) },
    })
    const preview = await world.passkeys.admin.policy.preview({ policy: { mode: 'off' } })
    expect(preview.lockedOut).toBe(2)
    expect(names(preview.items)).toEqual([alice.id, bob.id])
    expect(preview.items.find(({ userId }) => userId === alice.id)?.otherSignInMethods).toEqual(['password'])
    expect(await world.passkeys.policy.effective()).toMatchObject({ policy: { mode: 'optional' }, version: 0 })
  })

  test('a change that leaves every user a passkey locks no user out', async () => {
    const world = await withUsers()
    expect(await world.passkeys.admin.policy.preview({ policy: { limit: 1, flow: 'smart' } })).toEqual({
      lockedOut: 0,
      items: [],
    })
  })

  test('only those whose passkeys are all of a kind that stops', async () => {
    const world = await withUsers()
    const policy = { kinds: { synced: false }, authenticators: { at: 'enroll-and-sign-in' } } as const
    const preview = await world.passkeys.admin.policy.preview({ policy })
    expect(names(preview.items)).toEqual([alice.id])
    await world.enroll(world.authenticator({ synced: false }))
    expect((await world.passkeys.admin.policy.preview({ policy })).lockedOut).toBe(0)
  })

  test('a page after the other lists everybody once', async () => {
    const world = await withUsers()
    const policy = { mode: 'off' } as const
    const first = await world.passkeys.admin.policy.preview({ policy, limit: 1 })
    expect(first).toMatchObject({ lockedOut: 2, items: [{}] })
    const second = await world.passkeys.admin.policy.preview({ policy, limit: 1, after: first.next })
    expect(names([...first.items, ...second.items])).toEqual([alice.id, bob.id])
    expect(second.next).toBeUndefined()
  })

  test("an organization's change touches its members only, and none while its switch is off", async () => {
    const world = await withUsers({ host: { organizationsOf: ({ userId }) => (userId === bob.id ? [acme] : []) } })
    const change = { organizationId: acme, policy: { mode: 'off' } } as const
    expect(names((await world.passkeys.admin.policy.preview(change)).items)).toEqual([bob.id])
    expect((await world.passkeys.admin.policy.preview({ ...change, enabled: false })).lockedOut).toBe(0)
  })

  test('who belongs to a second organization that goes on is not locked out by the first', async () => {
    const world = await withUsers({ host: { organizationsOf: () => [acme, 'other'] } })
    await world.passkeys.admin.policy.setOrganization({
      organizationId: 'other',
      policy: { mode: 'optional' },
      expectedVersion: 0,
      actor,
    })
    expect((await world.passkeys.admin.policy.preview({ policy: { mode: 'off' } })).lockedOut).toBe(0)
  })
})

describe('what a policy says of sign-in methods and passwords', () => {
  test('passkey comes last, first when preferred, and not at all when off or a second factor only', async () => {
    const world = createWorld()
    const methods = () => world.passkeys.signInMethods({ others: ['password', 'social'] })
    expect(await methods()).toEqual(['password', 'social', 'passkey'])
    await setEnvironment(world, { preferred: true })
    expect(await methods()).toEqual(['passkey', 'password', 'social'])
    await setEnvironment(world, { preferred: true, use: 'second-factor' }, 1)
    expect(await methods()).toEqual(['password', 'social'])
    await setEnvironment(world, { mode: 'off', preferred: true }, 2)
    expect(await methods()).toEqual(['password', 'social'])
  })

  test('a password is refused once a passkey can sign the user in, and never otherwise', async () => {
    const world = createWorld({ policy: { mode: 'optional', password: 'refused-once-enrolled' } })
    const allowed = () => world.passkeys.passwordAllowed({ userId: alice.id })
    expect(await allowed()).toBe(true)
    const { passkey } = await world.enroll(world.authenticator())
    expect(await allowed()).toBe(false)
    await setEnvironment(world, { mode: 'off' })
    expect(await allowed()).toBe(true)
    await setEnvironment(world, { use: 'second-factor' }, 1)
    expect(await allowed()).toBe(true)
    await setEnvironment(world, {}, 2)
    const target = { rpId: 'example.com', id: passkey.id, userId: alice.id }
    await world.storage.passkeys.setStatus(target, { scope: 'environment', status: 'suspended' }, [])
    expect(await allowed()).toBe(true)
  })

  test('a passkey that is a second factor only signs no user in', async () => {
    const world = createWorld()
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
    const response = await authenticator.get(options)
    await setEnvironment(world, { use: 'second-factor' })
    await expect(world.passkeys.signIn.begin({ binding })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(world.passkeys.signIn.finish({ ceremony, response, binding })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})

describe('made-up organizations', () => {
  test('do not push out the policies of those that exist', async () => {
    const world = createWorld()
    const { policy } = world.passkeys
    await world.passkeys.admin.policy.setOrganization({
      organizationId: acme,
      policy: { limit: 3 },
      expectedVersion: 0,
      actor,
    })
    await policy.effective({ organizationId: acme })
    for (let at = 0; at < 1500; at++) await policy.effective({ organizationId: `made-up-${at}` })
    const reads: string[] = []
    const { policies } = world.storage
    const { read } = policies
    const countedRead: typeof read = (id, scopes) => {
      reads.push(...scopes)
      return read(id, scopes)
    }
    Object.assign(policies, { read: countedRead })
    expect((await policy.effective({ organizationId: acme })).policy.limit).toBe(3)
    expect(reads).toEqual([])
  })
})
