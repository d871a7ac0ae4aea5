import type { CodePolicy, Host } from '@latchkey/core'
import { memoryStorage } from '@latchkey/memory'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { resolvePolicy } from '../../src/policy/resolve-policy.js'
import { demandOf } from '../../src/prompt/rollout.js'
import { alice, binding, createWorld, rpId, type World } from '../world.js'

const dayMs = 86_400_000
const noon = createWorld().clock.now
const actor = { id: 'admin-1' }

const rolling = (rollout: CodePolicy['rollout'], host: Host = {}, change = {}) =>
  createWorld({ policy: { mode: 'mandatory', rollout: { from: noon, graceDays: 7, ...rollout } }, host, ...change })

const verified = (rollout: CodePolicy['rollout']): CodePolicy => ({
  mode: 'mandatory',
  firstPasskey: 'verified',
  rollout: { from: noon, graceDays: 7, ...rollout },
})

const decide = (world: World, change = {}) =>
  world.passkeys.prompt.decide({ session: world.session(change), on: 'sign-in' })
const days = (count: number) => count * 86_400
const graceOf = async (world: World) => (await world.storage.passkeys.listByUser(rpId, alice.id)).account?.graceUntil

describe('a user who has no passkey', () => {
  test('before `from` a passkey is optional, then it can be put off until a date that is shown, then it is required', async () => {
    const world = rolling({ from: noon + dayMs })
    expect(await decide(world)).toEqual({ prompt: 'offer', reason: 'due', skippable: true, never: false })
    expect(await graceOf(world)).toBeUndefined()
    world.clock.forward(days(1))
    const requiredAt = noon + 8 * dayMs
    const offered = { prompt: 'offer', reason: 'grace', skippable: true, never: false, requiredAt }
    expect(await decide(world)).toEqual(offered)
    world.clock.forward(days(7) - 1)
    expect(await decide(world)).toEqual(offered)
    world.clock.forward(1)
    expect(await decide(world)).toMatchObject({ prompt: 'require', reason: 'mandatory', skippable: false })
    await world.enroll(world.authenticator())
    expect(await decide(world)).toMatchObject({ prompt: 'none', reason: 'has_passkey' })
  })

  test('who answers Not now keeps the date, even where the policy asks always', async () => {
    const world = rolling({ remindEvery: 'always' })
    const answered = await world.passkeys.prompt.answer({ session: world.session(), answer: 'not-now' })
    expect(answered).toEqual({
      prompt: 'none',
      reason: 'declined_recently',
      skippable: true,
      never: false,
      requiredAt: noon + 7 * dayMs,
    })
  })

  test('is offered one after every sign-in but a federated one, and can answer Not now until the date', async () => {
    const world = rolling({ remindEvery: { days: 2 } })
    const social = [{ name: 'social', at: noon }]
    expect(await decide(world, { methods: social })).toMatchObject({ prompt: 'none', reason: 'federated_sign_in' })
    expect(await graceOf(world)).toBeUndefined()
    expect(await decide(world, { methods: [{ name: 'other', at: noon }] })).toMatchObject({ reason: 'grace' })
    const answer = (given: 'not-now' | 'never') =>
      world.passkeys.prompt.answer({ session: world.session(), answer: given })
    await expect(answer('never')).rejects.toMatchObject({ code: 'decline_refused' })
    const later = {
      prompt: 'none',
      reason: 'declined_recently',
      nextAt: noon + 2 * dayMs,
      requiredAt: noon + 7 * dayMs,
    }
    expect(await answer('not-now')).toMatchObject(later)
    world.clock.forward(days(2))
    expect(await decide(world)).toMatchObject({ reason: 'grace' })
    world.clock.forward(days(5))
    await expect(answer('not-now')).rejects.toMatchObject({ code: 'decline_refused' })
  })

  test('the date is written once: no reset, answer, removal or change of the policy moves it', async () => {
    const world = rolling({})
    await decide(world)
    const until = noon + 7 * dayMs
    await world.passkeys.prompt.answer({ session: world.session(), answer: 'not-now' })
    await world.passkeys.admin.prompt.reset({ userId: alice.id, actor })
    const { passkey } = await world.enroll(world.authenticator())
    await world.passkeys.admin.passkeys.remove({ userId: alice.id, id: passkey.id, actor })
    for (const [version, rollout] of [
      { graceDays: 1 },
      { graceDays: 90 },
      { from: noon + 3 * dayMs },
      { from: 0 },
    ].entries()) {
      await world.passkeys.admin.policy.setEnvironment({ policy: { rollout }, expectedVersion: version, actor })
      await decide(world)
      expect(await graceOf(world)).toBe(until)
    }
    await world.passkeys.admin.accounts.purge({ userId: alice.id, actor: { ...actor, scope: 'environment' } })
    expect(await graceOf(world)).toBeUndefined()
  })

  test('twenty first sign-ins at once agree on the date', async () => {
    const world = rolling({})
    const decisions = await Promise.all(Array.from({ length: 20 }, () => decide(world)))
    expect(new Set(decisions.map(({ requiredAt }) => requiredAt))).toEqual(new Set([noon + 7 * dayMs]))
  })

  test('a late first sign-in has no more than `lateDays` after `from`, and a start long ago no grace', async () => {
    const late = rolling({ lateDays: 10 })
    late.clock.forward(days(8))
    expect(await decide(late)).toMatchObject({ requiredAt: noon + 10 * dayMs })
    const tooLate = rolling({ from: noon - 90 * dayMs })
    expect(await decide(tooLate)).toMatchObject({ prompt: 'require' })
    expect(await graceOf(tooLate)).toBeUndefined()
  })

  test('a clock that goes back shows the same date, and one before `from` asks as if it were optional', async () => {
    const world = rolling({})
    world.clock.forward(days(2))
    const { requiredAt } = await decide(world)
    world.clock.forward(-days(1))
    expect(await decide(world)).toMatchObject({ reason: 'grace', requiredAt })
    world.clock.forward(-days(2))
    expect(await decide(world)).toMatchObject({ reason: 'due' })
  })

  test('a day is 86 400 seconds, also where clocks change', async () => {
    const from = Date.UTC(2027, 2, 27, 23, 30)
    const world = rolling({ from, graceDays: 1 }, {}, { now: () => from })
    expect(await decide(world, { authenticatedAt: from })).toMatchObject({ requiredAt: from + dayMs })
  })
})

describe('an answer from before the date was shown', () => {
  test('does not hide the date', async () => {
    const world = rolling({ from: noon + dayMs, remindEvery: { days: 30 } })
    await world.passkeys.prompt.answer({ session: world.session(), answer: 'not-now' })
    world.clock.forward(days(1))
    expect(await decide(world)).toMatchObject({ prompt: 'offer', reason: 'grace', requiredAt: noon + 8 * dayMs })
    expect(await decide(world)).toMatchObject({ prompt: 'offer', reason: 'grace' })
  })

  test('an answer is also the beginning of the grace', async () => {
    const world = rolling({ remindEvery: { days: 2 } })
    const answered = await world.passkeys.prompt.answer({ session: world.session(), answer: 'not-now' })
    expect(answered).toMatchObject({ reason: 'declined_recently', requiredAt: noon + 7 * dayMs })
    expect(await graceOf(world)).toBe(noon + 7 * dayMs)
  })
})

describe('the first passkey after a rollout', () => {
  const host: Host = { sendCode: () => undefined }
  const begin = (world: World, session = world.session()) =>
    world.passkeys.enroll.begin({ user: alice, session, binding })
  const needsCode = { code: 'code_required' }

  test('needs a code from `lateDays` after `from` on, where the policy says `verified`', async () => {
    const late = rolling({ lateDays: 10 }, host, { policy: verified({ lateDays: 10 }) })
    late.clock.forward(days(10) - 1)
    await expect(begin(late)).resolves.toHaveProperty('options')
    late.clock.forward(1)
    await expect(begin(late)).rejects.toMatchObject(needsCode)
    const lax = rolling({ from: 0 })
    await expect(begin(lax)).resolves.toHaveProperty('options')
  })

  test('is judged again at finish', async () => {
    const world = rolling({}, host, { policy: verified({ lateDays: 10 }) })
    world.clock.forward(days(10) - 1)
    const session = world.session()
    const { ceremony, options } = await begin(world, session)
    const response = await world.authenticator().create(options)
    world.clock.forward(2)
    await expect(world.passkeys.enroll.finish({ ceremony, response, session, binding })).rejects.toMatchObject(
      needsCode,
    )
  })

  test('another passkey needs no code, unless the only one is suspended', async () => {
    const world = rolling({}, host, { policy: verified({ lateDays: 10 }) })
    const { passkey } = await world.enroll(world.authenticator())
    world.clock.forward(days(10))
    await expect(begin(world)).resolves.toHaveProperty('options')
    await world.passkeys.admin.passkeys.suspend({ userId: alice.id, id: passkey.id, actor })
    await expect(begin(world)).rejects.toMatchObject(needsCode)
  })

  test('an exempt user, a paused rollout, and a policy without a rollout ask for no code', async () => {
    for (const rollout of [
      { exempt: [{ userId: alice.id, until: noon + dayMs }] },
      { paused: true },
      { from: 'at-once' as const },
    ]) {
      await expect(begin(rolling({}, host, { policy: verified({ from: 0, ...rollout }) }))).resolves.toHaveProperty(
        'options',
      )
    }
  })
})

describe('exempt', () => {
  test('a user or a group needs no passkey until the time; then the grace begins', async () => {
    for (const exempt of [
      { userId: alice.id, until: noon + dayMs },
      { groupId: 'field', until: noon + dayMs },
    ]) {
      const world = rolling({ exempt: [exempt] }, { groupsOf: () => ['field'] })
      expect(await decide(world)).toMatchObject({ prompt: 'offer', reason: 'due' })
      world.clock.forward(days(1))
      expect(await decide(world)).toMatchObject({ reason: 'grace', requiredAt: noon + 8 * dayMs })
    }
  })

  test('a user who loses the group is no longer exempt, and another user never was', async () => {
    const groups = ['field']
    const world = rolling(
      { graceDays: 0, exempt: [{ groupId: 'field', until: noon + dayMs }] },
      { groupsOf: () => groups },
    )
    expect(await decide(world)).toMatchObject({ prompt: 'offer' })
    groups.pop()
    expect(await decide(world)).toMatchObject({ prompt: 'require' })
  })

  test('an organization cannot exempt its users, unless the environment lets it', async () => {
    const rollout = { exempt: [{ userId: alice.id, until: noon + dayMs }] }
    const change = { organizationId: 'acme', policy: { rollout }, expectedVersion: 0, actor }
    await expect(rolling({}).passkeys.admin.policy.setOrganization(change)).rejects.toMatchObject({
      code: 'policy_invalid',
      issues: [{ path: 'rollout.exempt', floor: [], value: rollout.exempt }],
    })
    const override = { rollout: { exempt: 'any' } } as const
    const world = createWorld({ policy: { mode: 'mandatory', override }, host: { organizationsOf: () => ['acme'] } })
    await world.passkeys.admin.policy.setOrganization(change)
    expect(await decide(world, { organizationId: 'acme' })).toMatchObject({ prompt: 'offer', reason: 'due' })
  })
})

test('an organization or a group has a rollout of its own, where the environment has none', async () => {
  const host: Host = { organizationsOf: () => ['acme'], groupsOf: () => ['field'] }
  const policy = { mode: 'mandatory', rollout: { from: noon, graceDays: 7 } } as const
  const byOrganization = createWorld({ host })
  const change = { policy, expectedVersion: 0, actor }
  await byOrganization.passkeys.admin.policy.setOrganization({ ...change, organizationId: 'acme' })
  const byGroup = createWorld({ host })
  await byGroup.passkeys.admin.policy.setGroup({ ...change, groupId: 'field' })
  for (const world of [byOrganization, byGroup]) {
    expect(await decide(world)).toMatchObject({ reason: 'grace', requiredAt: noon + 7 * dayMs })
  }
})

test('an organization whose policy requires no passkey does not end the rollout of another', async () => {
  const world = createWorld({ host: { organizationsOf: () => ['acme', 'zenith'] } })
  const mandatory = { mode: 'mandatory', rollout: { from: noon, graceDays: 7 } } as const
  const change = { expectedVersion: 0, actor }
  await world.passkeys.admin.policy.setOrganization({ ...change, organizationId: 'acme', policy: mandatory })
  await world.passkeys.admin.policy.setOrganization({
    ...change,
    organizationId: 'zenith',
    policy: { mode: 'optional' },
  })
  expect(await decide(world)).toMatchObject({ reason: 'grace', requiredAt: noon + 7 * dayMs })
})

test('paused: no user needs a passkey; resumed: the dates that users were shown hold', async () => {
  const world = rolling({})
  await decide(world)
  const set = (paused: boolean, expectedVersion: number) =>
    world.passkeys.admin.policy.setEnvironment({ policy: { rollout: { paused } }, expectedVersion, actor })
  await set(true, 0)
  world.clock.forward(days(10))
  expect(await decide(world)).toMatchObject({ prompt: 'offer', reason: 'due' })
  await set(false, 1)
  expect(await decide(world)).toMatchObject({ prompt: 'require' })
})

test('the account that is stored in one process is read in another', async () => {
  const storage = memoryStorage()
  const { requiredAt } = await decide(rolling({}, {}, { storage }))
  expect(await decide(rolling({ graceDays: 90 }, {}, { storage }))).toMatchObject({ requiredAt })
})

test('whatever the policy, time never makes a passkey optional again, and no date is later than `lateDays`', () => {
  const rollout = fc.record({
    from: fc.oneof(fc.constant('at-once' as const), fc.integer({ min: 0, max: 100 * dayMs })),
    graceDays: fc.integer({ min: 0, max: 365 }),
    lateDays: fc.integer({ min: 0, max: 365 }),
  })
  const times = fc.array(fc.integer({ min: 0, max: 500 * dayMs }), { minLength: 2, maxLength: 6 })
  const rank = { optional: 0, grace: 1, required: 2 }
  const holds = fc.property(rollout, times, (given, at) => {
    const { policy } = resolvePolicy([{ layer: 'code', policy: { mode: 'mandatory', rollout: given } }])
    let graceUntil: number | undefined
    let last = 0
    for (const now of at.sort((one, other) => one - other)) {
      const demand = demandOf(policy, { userId: 'ada', groups: [], graceUntil }, now)
      if (demand.kind === 'grace') graceUntil = demand.until
      expect(rank[demand.kind]).toBeGreaterThanOrEqual(last)
      last = rank[demand.kind]
      if (graceUntil !== undefined) expect(graceUntil).toBeLessThanOrEqual(Number(given.from) + given.lateDays * dayMs)
    }
  })
  fc.assert(holds)
})
