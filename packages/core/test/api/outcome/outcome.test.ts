import { memoryStorage } from '@latchkey/memory'
import type { PasskeyStorage } from '@latchkey/storage'
import { outcomeCodes } from '@latchkey/wire'
import { describe, expect, test } from 'vitest'
import { binding, createWorld, type World } from '../../world.js'

const actor = { id: 'admin-1', scope: 'environment' } as const
const day = 24 * 60 * 60

const valid = { code: 'cancelled', mode: 'modal', milliseconds: 2_000 } as const

async function begin({ passkeys }: World, organizationId?: string): Promise<string> {
  return (await passkeys.signIn.begin({ binding, organizationId })).ceremony
}

/** What the admin sees of this day, after all counts are written. */
async function reported({ passkeys, clock }: World) {
  await passkeys.sweep()
  const { items } = await passkeys.admin.adoption({ from: clock.now - day * 1000, to: clock.now + 1, actor })
  return items.flatMap(({ organizationId, reported = [] }) => reported.map((it) => ({ ...it, organizationId })))
}

describe('a report', () => {
  test('is counted by what the ceremony was for, how it ended, where and how long it took', async () => {
    const world = createWorld()
    const { passkeys } = world
    const user = { id: 'user-alice', name: 'alice' }
    const enroll = await passkeys.enroll.begin({ user, session: world.session(), binding })
    await passkeys.outcome.report({ ...valid, ceremony: await begin(world) })
    await passkeys.outcome.report({ ...valid, ceremony: await begin(world) })
    await passkeys.outcome.report({ ...valid, ceremony: await begin(world), milliseconds: 20_000 })
    await passkeys.outcome.report({ ...valid, ceremony: await begin(world), code: 'succeeded', mode: 'conditional' })
    await passkeys.outcome.report({ ...valid, ceremony: enroll.ceremony, code: 'already_registered' })
    expect(await reported(world)).toMatchObject([
      { purpose: 'sign-in', code: 'cancelled', mode: 'modal', withinSeconds: 3, count: 2 },
      { purpose: 'sign-in', code: 'cancelled', mode: 'modal', withinSeconds: 30, count: 1 },
      { purpose: 'sign-in', code: 'succeeded', mode: 'conditional', withinSeconds: 3, count: 1 },
      { purpose: 'enroll', code: 'already_registered', mode: 'modal', withinSeconds: 3, count: 1 },
    ])
  })

  test('belongs to the organization that the ceremony was begun for', async () => {
    const world = createWorld()
    await world.passkeys.outcome.report({ ...valid, ceremony: await begin(world, 'acme') })
    expect(await reported(world)).toMatchObject([{ organizationId: 'acme', count: 1 }])
  })

  test.each([
    [0, 1],
    [999, 1],
    [1_000, 3],
    [59_999, 60],
    [60_000, 600],
    [600_000, 600],
  ])('of %i ms is within %i s', async (milliseconds, withinSeconds) => {
    const world = createWorld()
    await world.passkeys.outcome.report({ ...valid, ceremony: await begin(world), milliseconds })
    expect(await reported(world)).toMatchObject([{ withinSeconds }])
  })

  test.each(outcomeCodes)('may say %s', async (code) => {
    const world = createWorld()
    await world.passkeys.outcome.report({ ...valid, ceremony: await begin(world), code })
    expect(await reported(world)).toMatchObject([{ code, count: 1 }])
  })

  test('about a ceremony that another one was about counts once', async () => {
    const world = createWorld()
    const ceremony = await begin(world)
    await world.passkeys.outcome.report({ ...valid, ceremony })
    await world.passkeys.outcome.report({ ...valid, ceremony, code: 'succeeded' })
    expect(await reported(world)).toMatchObject([{ code: 'cancelled', count: 1 }])
  })

  test('spends nothing: the ceremony finishes after it, and its report is welcome after the finish', async () => {
    const world = createWorld()
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
    await world.passkeys.outcome.report({ ...valid, ceremony })
    const response = await authenticator.get(options)
    await expect(world.passkeys.signIn.finish({ ceremony, response, binding })).resolves.toBeDefined()
    const enroll = await world.passkeys.signIn.begin({ binding })
    const second = await authenticator.get(enroll.options)
    await world.passkeys.signIn.finish({ ceremony: enroll.ceremony, response: second, binding })
    await world.passkeys.outcome.report({ ...valid, ceremony: enroll.ceremony, code: 'succeeded' })
    expect((await reported(world)).map(({ code }) => code)).toEqual(['cancelled', 'succeeded'])
  })

  test('is about no user', async () => {
    const world = createWorld()
    await world.passkeys.outcome.report({ ...valid, ceremony: await begin(world) })
    await world.passkeys.sweep()
    const [event] = await world.told()
    expect(event).toMatchObject({ name: 'ceremony.reported', actor: { type: 'system' } })
    expect(event).not.toHaveProperty('userId')
  })
})

describe('refused is', () => {
  test.each([
    ['a code that is none', { code: 'constructor' }],
    ['a code of the server', { code: 'sign_in_failed' }],
    ['no code', { code: undefined }],
    ['a mode that is none', { mode: 'silent' }],
    ['a list as the mode', { mode: ['modal'] }],
    ['a time before the begin', { milliseconds: -1 }],
    ['more than ten minutes', { milliseconds: 600_001 }],
    ['half a millisecond', { milliseconds: 0.5 }],
    ['no number', { milliseconds: Number.NaN }],
    ['a number as text', { milliseconds: '2000' }],
  ])('%s → malformed', async (_, change) => {
    const world = createWorld()
    const report = { ...valid, ...change, ceremony: await begin(world) } as never
    await expect(world.passkeys.outcome.report(report)).rejects.toMatchObject({ code: 'malformed' })
    expect(await reported(world)).toEqual([])
  })

  test.each([
    ['made up', () => 'made up'],
    ['no text', () => 7 as never],
    ['of another secret', () => begin(createWorld({ secret: 'another secret of at least 32 bytes' }))],
    ['of another environment', () => begin(createWorld({ environment: 'staging' }))],
    ['changed', async (world: World) => `${(await begin(world)).slice(0, -4)}AAAA`],
    ['too long', () => 'A'.repeat(4_097)],
  ])('a ceremony that is %s → ceremony_invalid', async (_, make) => {
    const world = createWorld()
    const report = world.passkeys.outcome.report({ ...valid, ceremony: await make(world) })
    await expect(report).rejects.toMatchObject({ code: 'ceremony_invalid' })
  })

  test('a ceremony that began more than 24 hours ago → ceremony_expired', async () => {
    const world = createWorld()
    const [first, second] = [await begin(world), await begin(world)]
    world.clock.forward(day)
    await world.passkeys.outcome.report({ ...valid, ceremony: first })
    world.clock.forward(0.001)
    const late = world.passkeys.outcome.report({ ...valid, ceremony: second })
    await expect(late).rejects.toMatchObject({ code: 'ceremony_expired' })
    world.clock.forward(3 * day)
    const later = world.passkeys.outcome.report({ ...valid, ceremony: second })
    await expect(later).rejects.toMatchObject({ code: 'ceremony_expired' })
  })
})

describe('what a report costs', () => {
  /** The storage, and how often each verb was called. */
  function counting(): { readonly storage: PasskeyStorage; readonly tallies: number[] } {
    const storage = memoryStorage()
    const tallies: number[] = []
    const { tally } = storage.events
    storage.events.tally = (events) => {
      tallies.push(events.length)
      return tally(events)
    }
    return { storage, tallies }
  }

  test('nothing is written within a minute, then one sum for each kind; in the next hour there are new sums', async () => {
    const { storage, tallies } = counting()
    const world = createWorld({ storage })
    const report = async () => world.passkeys.outcome.report({ ...valid, ceremony: await begin(world) })
    for (let count = 0; count < 5; count++) await report()
    expect(tallies).toEqual([])
    world.clock.forward(60)
    await report()
    expect(tallies).toEqual([1])
    world.clock.forward(60 * 60)
    await report()
    expect(await reported(world)).toMatchObject([{ count: 7 }])
    const events = (await world.told()).filter(({ name }) => name === 'ceremony.reported')
    expect(events.map(({ counts }) => counts?.count)).toEqual([6, 1])
  })

  test('made-up organizations are not written without a limit', async () => {
    const { storage, tallies } = counting()
    const world = createWorld({ storage })
    for (let count = 0; count < 1_100; count++) {
      await world.passkeys.outcome.report({ ...valid, ceremony: await begin(world, `made-up-${count}`) })
    }
    await world.passkeys.sweep()
    expect(tallies).toEqual([1_000])
  })

  test('a storage that is away loses the sums, and refuses no report', async () => {
    const storage = memoryStorage()
    const world = createWorld({ storage })
    storage.events.tally = () => Promise.reject(new Error('away'))
    await world.passkeys.outcome.report({ ...valid, ceremony: await begin(world) })
    world.clock.forward(60)
    await world.passkeys.outcome.report({ ...valid, ceremony: await begin(world) })
  })
})
