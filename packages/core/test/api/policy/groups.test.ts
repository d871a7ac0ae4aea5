import type { Host, PartialPolicy } from '@latchkey/core'
import { describe, expect, test } from 'vitest'
import { alice, binding, createWorld, type WorldChange } from '../../world.js'

const actor = { id: 'admin-1' }
const acme = { organizationId: 'acme' }
const exempt = [{ userId: alice.id, until: Number.MAX_SAFE_INTEGER }]

async function createGroups(layers: Readonly<Record<string, PartialPolicy>>, change: WorldChange = {}) {
  const world = createWorld({ ...change, host: { groupsOf: () => Object.keys(layers), ...change.host } })
  for (const [groupId, policy] of Object.entries(layers)) {
    await world.passkeys.admin.policy.setGroup({ groupId, policy, expectedVersion: 0, actor })
  }
  return world
}

describe('the layer of a group', () => {
  test('is between the environment and the organization, and its values say so', async () => {
    const { passkeys } = await createGroups({ admins: { limit: 5, preferred: true, flow: 'smart' } })
    const groups = ['admins']
    expect(await passkeys.policy.effective({ groups })).toMatchObject({
      policy: { mode: 'optional', limit: 5, preferred: true },
      from: { mode: 'code', limit: 'group', preferred: 'group', signUp: 'default' },
    })
    const policy = { preferred: false, limit: 3 }
    await passkeys.admin.policy.setOrganization({ ...acme, policy, expectedVersion: 0, actor })
    expect(await passkeys.policy.effective({ ...acme, groups })).toMatchObject({
      policy: { limit: 3, preferred: false, flow: 'smart' },
      from: { limit: 'organization', preferred: 'organization', flow: 'group' },
      version: 1,
    })
    expect((await passkeys.policy.effective(acme)).from).toMatchObject({ flow: 'default' })
  })

  test('where a group and the organization state a field with an order, the stricter value applies', async () => {
    const { passkeys } = await createGroups({ admins: { mode: 'mandatory', limit: 3 } })
    const policy: PartialPolicy = { mode: 'optional', limit: 9 }
    await passkeys.admin.policy.setOrganization({ ...acme, policy, expectedVersion: 0, actor })
    expect(await passkeys.policy.effective({ ...acme, groups: ['admins'] })).toMatchObject({
      policy: { mode: 'mandatory', limit: 3 },
      from: { mode: 'group', limit: 'group' },
    })
  })

  test('of several groups the strictest applies, in any order; where they disagree without an order, the environment', async () => {
    const { passkeys } = await createGroups({
      admins: { limit: 5, flow: 'smart', attachment: 'platform' },
      finance: { limit: 2, flow: 'classic', attachment: 'platform' },
      guests: {},
    })
    for (const groups of [
      ['admins', 'finance', 'guests'],
      ['guests', 'finance', 'admins'],
    ]) {
      expect((await passkeys.policy.effective({ groups })).policy).toMatchObject({
        limit: 2,
        flow: 'both',
        attachment: 'platform',
      })
    }
  })

  test('the rollout of one group gives no time to a user whom another group, or the organization, asks at once', async () => {
    const { clock } = createWorld()
    const policy = { mode: 'optional', override: { rollout: { exempt: 'any' } } } as const
    const dated: PartialPolicy = { mode: 'mandatory', rollout: { from: clock.now, graceDays: 30, exempt } }
    const atOnce: PartialPolicy = { mode: 'mandatory' }
    const required = { rollout: { from: 'at-once', graceDays: 0, exempt: [] } }
    const read = async (layers: Readonly<Record<string, PartialPolicy>>, organization?: PartialPolicy) => {
      const { passkeys } = await createGroups(layers, { policy })
      if (organization) {
        await passkeys.admin.policy.setOrganization({ ...acme, policy: organization, expectedVersion: 0, actor })
      }
      return (await passkeys.policy.effective({ ...acme, groups: Object.keys(layers) })).policy
    }
    expect(await read({ dated })).toMatchObject({ rollout: { graceDays: 30, exempt } })
    expect(await read({ dated, others: { mode: 'optional' } })).toMatchObject({ rollout: { graceDays: 30, exempt } })
    expect(await read({ dated, atOnce })).toMatchObject(required)
    expect(await read({ atOnce, dated })).toMatchObject(required)
    expect(await read({ dated }, atOnce)).toMatchObject(required)
    expect(await read({ atOnce }, dated)).toMatchObject(required)
  })

  test('a value below the floor is refused, and a layer that is switched off has no effect', async () => {
    const { passkeys } = await createGroups({ admins: { limit: 2 } })
    const set = (policy: PartialPolicy, enabled: boolean, expectedVersion: number) =>
      passkeys.admin.policy.setGroup({ groupId: 'admins', policy, enabled, expectedVersion, actor })
    await expect(set({ limit: 11 }, true, 1)).rejects.toMatchObject({
      code: 'policy_invalid',
      issues: [{ path: 'limit', floor: 10, value: 11 }],
    })
    await set({ limit: 2 }, false, 1)
    expect((await passkeys.policy.effective({ groups: ['admins'] })).policy.limit).toBe(10)
    await passkeys.admin.policy.clearGroup({ groupId: 'admins', expectedVersion: 2, actor })
    expect(await passkeys.policy.stored({ groupId: 'admins' })).toMatchObject({
      policy: {},
      enabled: false,
      version: 3,
    })
  })

  test('applies to its users: their limit, and the prompt', async () => {
    const world = await createGroups({ admins: { mode: 'mandatory', limit: 1 } })
    expect(await world.passkeys.prompt.decide({ session: world.session(), on: 'sign-in' })).toMatchObject({
      prompt: 'require',
    })
    await world.enroll(world.authenticator())
    await expect(world.enroll(world.authenticator())).rejects.toMatchObject({ code: 'limit_reached' })
  })

  test('a user who leaves the group while a ceremony runs finishes under the policy of that moment', async () => {
    const groups = ['strict']
    const host: Host = { groupsOf: () => groups }
    const world = await createGroups({ strict: { mode: 'off' } }, { host })
    const authenticator = world.authenticator()
    await expect(world.enroll(authenticator)).rejects.toMatchObject({ code: 'passkeys_off' })
    groups.pop()
    await world.enroll(authenticator)
    const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
    const response = await authenticator.get(options)
    groups.push('strict')
    const finish = world.passkeys.signIn.finish({ ceremony, response, binding })
    await expect(finish).rejects.toMatchObject({ code: 'passkeys_off' })
  })

  test('your app is asked once for each method', async () => {
    const asked: string[] = []
    const host: Host = {
      groupsOf: ({ userId }) => {
        asked.push(userId)
        return ['admins']
      },
      organizationsOf: () => ['acme', 'other'],
    }
    const world = await createGroups({}, { host })
    const authenticator = world.authenticator()
    const calls = async (act: () => Promise<unknown>) => {
      asked.length = 0
      await act()
      return asked
    }
    await world.enroll(authenticator)
    const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
    const response = await authenticator.get(options)
    expect(await calls(() => world.passkeys.signIn.finish({ ceremony, response, binding }))).toEqual([alice.id])
    expect(await calls(() => world.passkeys.prompt.decide({ session: world.session(), on: 'sign-in' }))).toEqual([
      alice.id,
    ])
    expect(await calls(() => world.passkeys.manage.list({ session: world.session() }))).toEqual([alice.id])
  })

  test.each<[string, unknown]>([
    ['no array', 'admins'],
    ['an empty id', ['']],
    ['NUL', ['a\0']],
    ['a number', [1]],
  ])('groups that no store can hold are the mistake of your app: %s', async (_, groups) => {
    const world = createWorld({ host: { groupsOf: () => groups as string[] } })
    await expect(world.passkeys.manage.list({ session: world.session() })).rejects.toThrow(TypeError)
  })

  test('a group needs an id, and the environment', async () => {
    const { passkeys } = createWorld()
    const set = { policy: {}, expectedVersion: 0, actor }
    for (const groupId of [undefined, '', 'x'.repeat(256), 7]) {
      const write = passkeys.admin.policy.setGroup({ ...set, groupId: groupId as string })
      await expect(write).rejects.toMatchObject({ code: 'malformed' })
    }
    const scoped = { ...set, groupId: 'admins', actor: { ...actor, scope: acme } }
    await expect(passkeys.admin.policy.setGroup(scoped)).rejects.toMatchObject({ code: 'forbidden' })
    const both = passkeys.policy.stored({ groupId: 'admins', ...acme })
    await expect(both).rejects.toMatchObject({ code: 'malformed' })
  })

  test('a preview for a group names its users only', async () => {
    const world = createWorld({ host: { groupsOf: ({ userId }) => (userId === alice.id ? ['admins'] : []) } })
    await world.enroll(world.authenticator())
    await world.enroll(world.authenticator(), world.session({ userId: 'user-bob' }))
    const preview = await world.passkeys.admin.policy.preview({ groupId: 'admins', policy: { mode: 'off' } })
    expect(preview).toMatchObject({ lockedOut: 1, items: [{ userId: alice.id }] })
  })
})

describe('a layer that takes effect later', () => {
  const day = 86_400

  test('the previous one applies until then, and this one from that instant, in every process', async () => {
    const world = createWorld()
    const there = createWorld({ storage: world.storage, now: () => world.clock.now })
    const modes = async () =>
      Promise.all([world, there].map(async ({ passkeys }) => (await passkeys.policy.effective()).policy.mode))
    const effectiveAt = world.clock.now + day * 1000
    const change = { policy: { mode: 'mandatory' }, effectiveAt, expectedVersion: 0, actor } as const
    const stored = await world.passkeys.admin.policy.setEnvironment(change)
    expect(stored).toMatchObject({ policy: {}, version: 1, scheduled: { policy: { mode: 'mandatory' }, effectiveAt } })
    expect(await world.told()).toMatchObject([{ name: 'policy.changed', data: { effectiveAt, fields: ['mode'] } }])
    world.clock.forward(day - 1)
    expect(await modes()).toEqual(['optional', 'optional'])
    world.clock.forward(1)
    expect(await modes()).toEqual(['mandatory', 'mandatory'])
    expect(await world.passkeys.policy.stored()).toEqual({
      policy: { mode: 'mandatory' },
      enabled: true,
      version: 1,
      changedAt: stored.changedAt,
      changedBy: actor.id,
    })
  })

  test('a later write replaces it, and a time in the past is now', async () => {
    const world = createWorld()
    const effectiveAt = world.clock.now + day * 1000
    const set = { actor, expectedVersion: 0 }
    await world.passkeys.admin.policy.setEnvironment({ ...set, policy: { mode: 'mandatory' }, effectiveAt })
    await world.passkeys.admin.policy.setEnvironment({ ...set, policy: { limit: 4 }, expectedVersion: 1 })
    world.clock.forward(2 * day)
    expect((await world.passkeys.policy.effective()).policy).toMatchObject({ mode: 'optional', limit: 4 })
    const past = { ...set, policy: { limit: 3 }, effectiveAt: 1, expectedVersion: 2 }
    expect(await world.passkeys.admin.policy.setEnvironment(past)).not.toHaveProperty('scheduled')
    expect((await world.passkeys.policy.effective()).policy.limit).toBe(3)
  })

  test.each([Number.NaN, 1.5, -1, '2027-01-01', Number.POSITIVE_INFINITY])('%s is no time', async (effectiveAt) => {
    const { passkeys } = createWorld()
    const change = { policy: {}, effectiveAt: effectiveAt as number, expectedVersion: 0, actor }
    await expect(passkeys.admin.policy.setEnvironment(change)).rejects.toMatchObject({ code: 'malformed' })
    await expect(
      passkeys.admin.policy.preview({ policy: {}, effectiveAt: effectiveAt as number }),
    ).rejects.toMatchObject({
      code: 'malformed',
    })
  })

  test('a preview of that day counts what is scheduled until then', async () => {
    const world = createWorld({ host: { organizationsOf: () => ['acme'] } })
    await world.enroll(world.authenticator())
    const effectiveAt = world.clock.now + day * 1000
    const off = { ...acme, policy: { mode: 'off' }, expectedVersion: 0, actor } as const
    await world.passkeys.admin.policy.setOrganization({ ...off, effectiveAt })
    expect(await world.passkeys.admin.policy.preview({ policy: {} })).toMatchObject({ lockedOut: 0 })
    expect(await world.passkeys.admin.policy.preview({ policy: {}, effectiveAt })).toMatchObject({
      lockedOut: 1,
      items: [{ userId: alice.id }],
    })
  })

  test('a floor that becomes stricter on that day applies to what is scheduled', async () => {
    const world = createWorld()
    const effectiveAt = world.clock.now + day * 1000
    const environment = { policy: { limit: 2 }, effectiveAt, expectedVersion: 0, actor }
    await world.passkeys.admin.policy.setEnvironment(environment)
    const own = { ...acme, policy: { limit: 5 }, expectedVersion: 0, actor }
    await expect(world.passkeys.admin.policy.setOrganization({ ...own, effectiveAt })).rejects.toMatchObject({
      issues: [{ path: 'limit', floor: 2, value: 5 }],
    })
    await world.passkeys.admin.policy.setOrganization(own)
    world.clock.forward(day)
    expect((await world.passkeys.policy.effective(acme)).policy.limit).toBe(2)
  })
})
