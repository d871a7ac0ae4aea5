import type { DeliveryEndpoint, DeliveryResult, PasskeyEvent } from '@latchkey/core'
import { describe, expect, test } from 'vitest'
import { alice, bob, createWorld, rpId, type World } from '../../world.js'

const actor = { id: 'admin-1', scope: 'environment' } as const

/** A world with one event each of alice and of bob, and a second one of alice. */
async function withEvents(change: Parameters<typeof createWorld>[0] = {}): Promise<World> {
  const world = createWorld({ logger: { warn: () => {} }, ...change })
  await world.enroll(world.authenticator())
  await world.enroll(world.authenticator(), world.session({ userId: bob.id }))
  await world.enroll(world.authenticator())
  return world
}

/** Takes note of what arrives, and answers as the test says. */
function recording(answer: (event: PasskeyEvent) => unknown = () => undefined) {
  const arrived: PasskeyEvent[] = []
  const to = async (event: PasskeyEvent) => {
    arrived.push(event)
    await answer(event)
  }
  return { arrived, to }
}

const endpoint = (id: string, deliver: DeliveryEndpoint['deliver']): DeliveryEndpoint => ({ id, deliver })
const failed: DeliveryResult = { result: 'failed', reason: 'status_500' }
const nothing = { delivered: 0, failed: 0, dead: 0 }
const reject = () => {
  throw new Error('no')
}

describe('events.deliver', () => {
  test('gives each event to the function, once, in order per user', async () => {
    const { passkeys } = await withEvents()
    const { arrived, to } = recording()
    expect(await passkeys.events.deliver({ to })).toEqual({ delivered: 3, failed: 0, dead: 0 })
    expect(arrived.map(({ name }) => name)).toEqual(['passkey.added', 'passkey.added', 'passkey.added'])
    const ofAlice = arrived.filter(({ userId }) => userId === alice.id).map(({ id }) => id)
    expect(ofAlice).toEqual(ofAlice.toSorted())
    expect(await passkeys.events.deliver({ to })).toEqual(nothing)
  })

  test('delivers what has happened before the first call, and goes on with what happens later', async () => {
    const world = await withEvents()
    const { arrived, to } = recording()
    await world.passkeys.events.deliver({ to })
    await world.enroll(world.authenticator())
    expect(await world.passkeys.events.deliver({ to })).toMatchObject({ delivered: 1 })
    expect(new Set(arrived.map(({ id }) => id)).size).toBe(4)
  })

  test('holds later events of a user back while one fails, and no other user', async () => {
    const world = await withEvents()
    const refuseAlice = recording(({ userId }) => userId === alice.id && reject())
    expect(await world.passkeys.events.deliver({ to: refuseAlice.to })).toEqual({ delivered: 1, failed: 1, dead: 0 })
    expect(await world.passkeys.events.deliver({ to: refuseAlice.to })).toEqual(nothing)
    world.clock.forward(5)
    const { arrived, to } = recording()
    expect(await world.passkeys.events.deliver({ to })).toEqual({ delivered: 2, failed: 0, dead: 0 })
    expect(arrived[0]?.id).toBe(refuseAlice.arrived.find(({ userId }) => userId === alice.id)?.id)
  })

  test('tries again for three days, later each time; then the event is a dead letter and later ones pass', async () => {
    const lines: string[] = []
    const world = await withEvents({ logger: { warn: (line) => lines.push(line) } })
    const { passkeys, clock } = world
    const attempts: number[] = []
    const begun = clock.now
    const to = ({ userId, data }: PasskeyEvent) => {
      if (userId !== alice.id) return
      if ('passkeyId' in data) attempts.push((clock.now - begun) / 1000)
      throw new Error('no')
    }
    let dead = 0
    const least = [5, 300, 1800, 7200, 18_000, 36_000]
    while (dead === 0) {
      const counts = await passkeys.events.deliver({ to, limit: 2 })
      dead = counts.dead
      if (dead === 0) clock.forward(least[attempts.length - 1] ?? 43_200)
      expect(clock.now - begun).toBeLessThan(5 * 86_400_000)
    }
    const { items } = await passkeys.admin.deliveries.list({ endpoint: 'app', actor })
    expect(items).toMatchObject([{ event: { userId: alice.id }, deadAt: clock.now, reason: 'function_rejected' }])
    expect(clock.now - begun).toBeGreaterThanOrEqual(3 * 86_400_000)
    expect(items[0]?.attempts).toBeGreaterThan(8)
    expect(lines.join()).toContain('admin.deliveries')
    clock.forward(5)
    const { arrived, to: receive } = recording()
    await passkeys.events.deliver({ to: receive })
    expect(arrived).toHaveLength(1)
    expect(arrived[0]?.id).not.toBe(items[0]?.event.id)
  })

  test('waits between three quarters and all of the interval', async () => {
    const world = await withEvents()
    await world.passkeys.events.deliver({ to: reject })
    const list = await world.passkeys.admin.deliveries.list({ endpoint: 'app', status: 'waiting', actor })
    const waits = list.items.flatMap(({ attempts, nextAttemptAt = 0 }) =>
      attempts === 0 ? [] : [nextAttemptAt - world.clock.now],
    )
    expect(waits).toHaveLength(2)
    for (const wait of waits) {
      expect(wait).toBeGreaterThanOrEqual(3750)
      expect(wait).toBeLessThanOrEqual(5000)
    }
  })

  test('several targets: each gets every event, and none waits for another', async () => {
    const world = await withEvents()
    const { arrived, to } = recording()
    const counts = await world.passkeys.events.deliver({ to: [to, endpoint('broken', async () => failed)] })
    expect(counts).toEqual({ delivered: 3, failed: 2, dead: 0 })
    expect(arrived).toHaveLength(3)
    const { endpoints } = await world.passkeys.admin.deliveries.endpoints({ actor })
    expect(endpoints).toEqual([
      { endpoint: 'app', createdAt: world.clock.now },
      { endpoint: 'broken', createdAt: world.clock.now, failingSince: world.clock.now, reason: 'status_500' },
    ])
  })

  test('two processes at once: each event arrives once, in order per user', async () => {
    const world = await withEvents()
    for (let number = 0; number < 10; number++) {
      await world.passkeys.admin.accounts.invalidate({ userId: number % 2 ? alice.id : bob.id, actor })
    }
    const { arrived, to } = recording(() => new Promise((resolve) => setImmediate(resolve)))
    const { events } = world.passkeys
    const counts = await Promise.all(Array.from({ length: 5 }, () => events.deliver({ to })))
    const rest = await events.deliver({ to })
    expect([...counts, rest].reduce((sum, { delivered }) => sum + delivered, 0)).toBe(13)
    for (const user of [alice.id, bob.id]) {
      const ids = arrived.filter(({ userId }) => userId === user).map(({ id }) => id)
      expect(ids).toEqual(ids.toSorted())
    }
  })

  test('a process that dies during an attempt: the event comes back after its lease, before later ones', async () => {
    const world = await withEvents()
    await world.storage.deliveries?.openEndpoint({ rpId, endpoint: 'app' }, world.clock.now)
    await world.storage.deliveries?.enqueue(rpId, 100, world.clock.now)
    const claimed = await world.storage.deliveries?.claim(
      { rpId, endpoint: 'app' },
      { limit: 10, leaseMs: 60_000, now: world.clock.now },
    )
    const { arrived, to } = recording()
    expect(await world.passkeys.events.deliver({ to })).toEqual(nothing)
    world.clock.forward(60)
    expect(await world.passkeys.events.deliver({ to })).toMatchObject({ delivered: 3 })
    expect(arrived.filter(({ userId }) => userId === alice.id)[0]?.id).toBe(claimed?.[0]?.event.id)
  })

  test('clocks an hour ahead and an hour behind: every event arrives, and first arrivals are in order', async () => {
    const world = await withEvents()
    const { arrived, to } = recording()
    const started = world.clock.now
    for (const hours of [1, -1, 0, 1]) {
      world.clock.now = started + hours * 3_600_000
      await world.passkeys.events.deliver({ to: hours < 0 ? reject : to })
      await world.passkeys.admin.accounts.invalidate({ userId: bob.id, actor })
    }
    world.clock.now = started + 2 * 3_600_000
    while ((await world.passkeys.events.deliver({ to })).delivered > 0);
    const { items } = await world.passkeys.admin.deliveries.list({ endpoint: 'app', status: 'waiting', actor })
    expect(items).toEqual([])
    expect(new Set(arrived.map(({ id }) => id)).size).toBe(7)
  })
})

describe('events.deliver, what it is given', () => {
  const badTargets = [
    undefined,
    null,
    'https://example.com',
    42,
    {},
    { id: 'app' },
    { id: 'a b', deliver: () => {} },
    [],
  ]
  test.each(badTargets.map((to) => ({ to })))('a `to` that is no target ($to) is a TypeError', async ({ to }) => {
    const { passkeys, storage } = await withEvents()
    await expect(passkeys.events.deliver({ to: to as never })).rejects.toBeInstanceOf(TypeError)
    expect(await storage.deliveries?.listEndpoints(rpId)).toEqual([])
  })

  test('two functions, or two targets of one id, are a TypeError', async () => {
    const { passkeys } = await withEvents()
    const to = () => {}
    await expect(passkeys.events.deliver({ to: [to, to] })).rejects.toBeInstanceOf(TypeError)
    const twice = endpoint('app', async () => failed)
    await expect(passkeys.events.deliver({ to: [to, twice] })).rejects.toBeInstanceOf(TypeError)
  })

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60, '5', null])(
    'a limit of %s is a TypeError',
    async (limit) => {
      const { passkeys } = await withEvents()
      const to = () => {}
      await expect(passkeys.events.deliver({ to, limit: limit as never })).rejects.toBeInstanceOf(TypeError)
    },
  )

  test('at most as many attempts as the limit; a large one is all there is', async () => {
    const { passkeys } = await withEvents()
    const { to } = recording()
    expect(await passkeys.events.deliver({ to, limit: 1 })).toMatchObject({ delivered: 1 })
    expect(await passkeys.events.deliver({ to, limit: Number.MAX_SAFE_INTEGER })).toMatchObject({ delivered: 2 })
  })

  test('a signal that is aborted: nothing begins; aborted meanwhile, what has begun is finished', async () => {
    const { passkeys } = await withEvents()
    const { arrived, to } = recording()
    expect(await passkeys.events.deliver({ to, signal: AbortSignal.abort() })).toEqual(nothing)
    const controller = new AbortController()
    const stopping = async (event: PasskeyEvent) => {
      controller.abort()
      await to(event)
    }
    expect(await passkeys.events.deliver({ to: stopping, signal: controller.signal })).toEqual({
      delivered: 2,
      failed: 0,
      dead: 0,
    })
    expect(arrived).toHaveLength(2)
    expect(await passkeys.events.deliver({ to })).toMatchObject({ delivered: 1 })
  })

  test('a signal that is none is a TypeError', async () => {
    const { passkeys } = await withEvents()
    await expect(passkeys.events.deliver({ to: () => {}, signal: {} as never })).rejects.toBeInstanceOf(TypeError)
  })

  test('a storage without deliveries is a TypeError that says so', async () => {
    const { storage } = createWorld()
    const { deliveries: _, ...without } = storage
    const { passkeys } = await withEvents({ storage: without })
    await expect(passkeys.events.deliver({ to: () => {} })).rejects.toThrow('This storage cannot deliver events')
  })

  test.each([
    ['rejects', async () => Promise.reject(new Error('no'))],
    ['throws', reject as never],
  ])('an endpoint that %s has failed', async (_, deliver) => {
    const { passkeys } = await withEvents()
    expect(await passkeys.events.deliver({ to: endpoint('odd', deliver) })).toMatchObject({ delivered: 0, failed: 2 })
  })

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['text', 'delivered'],
    ['another result', { result: 'done' }],
    ['no reason', { result: 'failed' }],
    ['a reason that is no text', { result: 'disabled', reason: 410 }],
  ])('an endpoint that returns %s has failed, and disables nothing', async (_, given) => {
    const { passkeys } = await withEvents()
    expect(await passkeys.events.deliver({ to: endpoint('odd', async () => given as never) })).toMatchObject({
      failed: 2,
    })
    const { endpoints } = await passkeys.admin.deliveries.endpoints({ actor })
    expect(endpoints).toMatchObject([{ endpoint: 'odd', reason: 'endpoint_rejected' }])
    expect(endpoints[0]?.disabledAt).toBeUndefined()
  })

  test.each([
    ['a megabyte', 'x'.repeat(1_000_000), 'x'.repeat(255)],
    ['many emoji', '😀'.repeat(300), '😀'.repeat(255)],
    ['an emoji that would be cut', `x${'😀'.repeat(254)}😀`, `x${'😀'.repeat(254)}`],
    ['NUL and half a pair', 'no\0\ud800', 'no\ufffd\ufffd'],
  ])('a reason of %s: 255 characters are stored, as text', async (_, reason, stored) => {
    const { passkeys } = await withEvents()
    const results = ['failed', 'disabled'] as const
    const to = results.map((result) => endpoint(result, async () => ({ result, reason })))
    await passkeys.events.deliver({ to })
    for (const result of results) {
      const { items } = await passkeys.admin.deliveries.list({ endpoint: result, status: 'waiting', actor })
      expect(items[0]?.reason).toBe(stored)
    }
    const { endpoints } = await passkeys.admin.deliveries.endpoints({ actor })
    expect(endpoints.map((it) => it.reason)).toEqual([stored, stored])
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY, -1, 0.5, '7', null])(
    'a notBefore of %s changes nothing: the event comes again in 5 seconds',
    async (notBefore) => {
      const { passkeys, clock } = await withEvents()
      await passkeys.events.deliver({ to: endpoint('odd', async () => ({ ...failed, notBefore }) as never) })
      const { items } = await passkeys.admin.deliveries.list({ endpoint: 'odd', status: 'waiting', actor })
      const next = items[0]?.nextAttemptAt ?? 0
      expect(next).toBeGreaterThan(clock.now)
      expect(next).toBeLessThanOrEqual(clock.now + 5000)
    },
  )

  test('a storage that returns events of another relying party is storage_unavailable', async () => {
    const world = await withEvents()
    const { deliveries } = world.storage
    if (deliveries === undefined) throw new TypeError('This storage delivers.')
    const storage = {
      ...world.storage,
      deliveries: {
        ...deliveries,
        claim: async (...given: Parameters<typeof deliveries.claim>) =>
          (await deliveries.claim(...given)).map((it) => ({ ...it, event: { ...it.event, rpId: 'other.example' } })),
      },
    }
    const { passkeys } = createWorld({ storage, now: () => world.clock.now })
    await expect(passkeys.events.deliver({ to: () => {} })).rejects.toMatchObject({ code: 'storage_unavailable' })
  })
})

describe('admin.deliveries', () => {
  async function withDeadLetter(): Promise<World> {
    const world = await withEvents()
    await world.passkeys.events.deliver({ to: ({ userId }) => userId === alice.id && reject() })
    world.clock.forward(3 * 86_400)
    expect(await world.passkeys.events.deliver({ to: reject, limit: 1 })).toEqual({ delivered: 0, failed: 0, dead: 1 })
    return world
  }

  test('replays a dead letter: it arrives', async () => {
    const world = await withDeadLetter()
    const { deliveries } = world.passkeys.admin
    const { items } = await deliveries.list({ endpoint: 'app', actor })
    const ids = items.map(({ event }) => event.id)
    expect(await deliveries.replay({ endpoint: 'app', eventIds: ids, actor })).toEqual({ replayed: 1 })
    expect(await deliveries.replay({ endpoint: 'app', eventIds: ids, actor })).toEqual({ replayed: 0 })
    const { arrived, to } = recording()
    await world.passkeys.events.deliver({ to })
    expect(arrived.map(({ id }) => id)).toContain(ids[0])
    expect((await deliveries.list({ endpoint: 'app', actor })).items).toEqual([])
  })

  test('replays all of them where none is named', async () => {
    const { passkeys } = await withDeadLetter()
    expect(await passkeys.admin.deliveries.replay({ endpoint: 'app', actor })).toEqual({ replayed: 1 })
    expect(await passkeys.admin.deliveries.replay({ endpoint: 'other', actor })).toEqual({ replayed: 0 })
  })

  test('an endpoint that says so is disabled, its events wait, and enabling delivers them', async () => {
    const world = await withEvents()
    const { passkeys, clock } = world
    let isGone = true
    const arrived: string[] = []
    const to = endpoint('hook', async ({ id }) => {
      if (isGone) return { result: 'disabled', reason: 'status_410' }
      arrived.push(id)
      return { result: 'delivered' }
    })
    await passkeys.events.deliver({ to })
    isGone = false
    clock.forward(86_400)
    expect(await passkeys.events.deliver({ to })).toEqual(nothing)
    const { endpoints } = await passkeys.admin.deliveries.endpoints({ actor })
    expect(endpoints).toMatchObject([{ endpoint: 'hook', reason: 'status_410', disabledAt: expect.any(Number) }])
    await passkeys.admin.deliveries.enableEndpoint({ endpoint: 'hook', actor })
    expect(await passkeys.events.deliver({ to })).toEqual({ delivered: 3, failed: 0, dead: 0 })
    expect(arrived).toHaveLength(3)
  })

  test('closes an endpoint: it is gone, and named again it starts anew', async () => {
    const world = await withEvents()
    const { deliveries } = world.passkeys.admin
    await world.passkeys.events.deliver({ to: reject })
    await deliveries.closeEndpoint({ endpoint: 'app', actor })
    expect(await deliveries.endpoints({ actor })).toEqual({ endpoints: [] })
    await expect(deliveries.closeEndpoint({ endpoint: 'app', actor })).rejects.toMatchObject({ code: 'not_found' })
    await expect(deliveries.enableEndpoint({ endpoint: 'app', actor })).rejects.toMatchObject({ code: 'not_found' })
    expect(await world.passkeys.events.deliver({ to: () => {} })).toEqual(nothing)
  })

  test('needs the environment: an organization, or no scope, is forbidden', async () => {
    const { passkeys } = await withEvents()
    const { deliveries } = passkeys.admin
    for (const scope of [{ organizationId: 'acme' }, undefined]) {
      const other = { id: 'admin-2', ...(scope && { scope }) }
      const input = { endpoint: 'app', actor: other }
      const calls = [deliveries.endpoints, deliveries.list, deliveries.replay, deliveries.closeEndpoint]
      for (const call of [...calls, deliveries.enableEndpoint]) {
        await expect(call(input)).rejects.toMatchObject({ code: 'forbidden' })
      }
    }
  })

  test.each([
    { endpoint: 'a b' },
    { endpoint: '' },
    { endpoint: 7 },
    { limit: 0 },
    { limit: Number.NaN },
    { limit: 1001 },
    { after: 'x' },
    { status: 'other' },
  ])('a list that cannot be one (%o) is malformed', async (change) => {
    const { passkeys } = await withEvents()
    const input = { endpoint: 'app', actor, ...change } as never
    await expect(passkeys.admin.deliveries.list(input)).rejects.toMatchObject({ code: 'malformed' })
  })

  test.each([['x'], 'x', [7], Array.from({ length: 1001 }, () => '0'.repeat(32))])(
    'ids that cannot be ids are malformed (%#)',
    async (eventIds) => {
      const { passkeys } = await withEvents()
      const replay = passkeys.admin.deliveries.replay({ endpoint: 'app', actor, eventIds: eventIds as never })
      await expect(replay).rejects.toMatchObject({ code: 'malformed' })
    },
  )
})
