import assert from 'node:assert/strict'
import type { ClaimedDelivery, DeliveryRecord, FailedDelivery } from '@latchkey/storage'
import type { ConformanceCase } from './conformance-case.js'
import {
  type DeliveringStorage,
  deliveryRule,
  endpointOf,
  enqueueEvents,
  eventIdsOf,
  sampleEndpoint,
} from './delivery-rule.js'
import { sampleEvent, sampleRpId, sampleTime } from './sample-records.js'

const now = sampleTime
const ofUser = (number: number, userId: string) => sampleEvent(number, { userId })
const idsOf = (...numbers: readonly number[]) => numbers.map((number) => sampleEvent(number).id)
const numbersOf = (claimed: readonly ClaimedDelivery[]) => claimed.map(({ event }) => event.data.number)

/** The numbers of what is claimed, in the order of their ids. */
async function claimAt({ deliveries }: DeliveringStorage, at: number, limit = 10): Promise<readonly unknown[]> {
  const claimed = await deliveries.claim(sampleEndpoint, { limit, leaseMs: 1000, now: at })
  return numbersOf(claimed).toSorted()
}

function failure(number: number, change: Partial<FailedDelivery> = {}): FailedDelivery {
  return { eventId: sampleEvent(number).id, attempt: 1, at: now, until: now + 5000, reason: 'status_500', ...change }
}

async function pageOf({ deliveries }: DeliveringStorage, dead: boolean): Promise<readonly DeliveryRecord[]> {
  return (await deliveries.page({ ...sampleEndpoint, dead, limit: 1000 })).items
}

/** Deliveries of a storage that has them. */
export const deliveries: readonly ConformanceCase[] = [
  deliveryRule('deliveries.enqueue: one delivery for each open endpoint, and the event is settled', async (storage) => {
    const { deliveries, events } = storage
    for (const id of ['app', 'other']) await deliveries.openEndpoint(endpointOf(id), now)
    await events.append([sampleEvent(1), ofUser(2, 'alice')])
    assert.equal(await deliveries.enqueue(sampleRpId, 10, now), 2)
    assert.equal(await deliveries.enqueue(sampleRpId, 10, now), 0)
    assert.deepEqual(await eventIdsOf(storage, endpointOf('app')), idsOf(1, 2))
    assert.deepEqual(await eventIdsOf(storage, endpointOf('other')), idsOf(1, 2))
    assert.deepEqual(await events.claim(10, 1000, now), [])
    const { items } = await events.page({ rpId: sampleRpId, limit: 10 })
    assert.deepEqual(items, [sampleEvent(1), ofUser(2, 'alice')])
  }),

  deliveryRule('deliveries.enqueue: nothing changes where no endpoint is open', async ({ deliveries, events }) => {
    await deliveries.openEndpoint({ rpId: 'other.example', endpoint: 'app' }, now)
    await events.append([sampleEvent(1)])
    assert.equal(await deliveries.enqueue(sampleRpId, 10, now), 0)
    assert.deepEqual(await events.claim(10, 1000, now), [sampleEvent(1)])
  }),

  deliveryRule('deliveries.enqueue: the smallest ids first, at most as many as asked for', async (storage) => {
    const { deliveries, events } = storage
    await deliveries.openEndpoint(sampleEndpoint, now)
    await events.append([3, 1, 2].map((number) => sampleEvent(number)))
    await events.claim(1, 60_000, now)
    assert.equal(await deliveries.enqueue(sampleRpId, 0, now), 0)
    assert.equal(await deliveries.enqueue(sampleRpId, 2, now), 2)
    assert.deepEqual(await eventIdsOf(storage, sampleEndpoint), idsOf(1, 2))
    assert.equal(await deliveries.enqueue(sampleRpId, 2, now), 1)
    for (const limit of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      await assert.rejects(async () => deliveries.enqueue(sampleRpId, limit, now), Error, String(limit))
    }
  }),

  deliveryRule('deliveries.enqueue: events of another relying party stay', async (storage) => {
    await enqueueEvents(storage, [sampleEvent(1, { rpId: 'other.example' }), sampleEvent(2)])
    assert.deepEqual(await eventIdsOf(storage, sampleEndpoint), idsOf(2))
    assert.equal((await storage.events.claim(10, 1000, now)).length, 1)
  }),

  deliveryRule('deliveries.claim: gives the event, the attempt, and when the first one was', async (storage) => {
    const { deliveries } = storage
    await enqueueEvents(storage, [ofUser(1, 'alice')])
    const claim = (at: number) => deliveries.claim(sampleEndpoint, { limit: 5, leaseMs: 1000, now: at })
    const first = { event: ofUser(1, 'alice'), attempt: 1, firstAttemptAt: now }
    assert.deepEqual(await claim(now), [first])
    assert.deepEqual(await claim(now + 999), [])
    assert.deepEqual(await claim(now + 1000), [{ ...first, attempt: 2 }])
  }),

  deliveryRule('deliveries.claim: of each user only the oldest, whether or not it is due', async (storage) => {
    const { deliveries } = storage
    await enqueueEvents(storage, [
      ofUser(1, 'alice'),
      ofUser(2, 'alice'),
      ofUser(3, 'bob'),
      sampleEvent(4),
      sampleEvent(5),
    ])
    assert.deepEqual(await claimAt(storage, now), [1, 3, 4, 5])
    assert.deepEqual(await claimAt(storage, now), [], 'a later event overtook a leased one')
    await deliveries.defer(sampleEndpoint, failure(1, { userId: 'alice' }))
    assert.deepEqual(await claimAt(storage, now + 2000), [3, 4, 5], 'a later event overtook a deferred one')
    await deliveries.acknowledge(sampleEndpoint, idsOf(3, 4, 5))
    assert.deepEqual(await claimAt(storage, now + 5000), [1])
    await deliveries.acknowledge(sampleEndpoint, idsOf(1))
    assert.deepEqual(await claimAt(storage, now + 5000), [2])
  }),

  deliveryRule('deliveries.claim: at most as many as asked for, those first that are due longest', async (storage) => {
    const { deliveries, events } = storage
    await enqueueEvents(storage, [sampleEvent(2), sampleEvent(3)])
    await events.append([sampleEvent(1)])
    await deliveries.enqueue(sampleRpId, 10, now + 10)
    assert.deepEqual(await claimAt(storage, now + 20, 2), [2, 3])
    assert.deepEqual(await claimAt(storage, now + 20, 0), [])
    assert.deepEqual(await claimAt(storage, now + 20, 2), [1])
  }),

  deliveryRule('deliveries.claim: rejects a limit that is not a whole number from 0 on', async (storage) => {
    await enqueueEvents(storage, [sampleEvent(1)])
    for (const limit of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      await assert.rejects(async () => claimAt(storage, now, limit), Error, String(limit))
    }
    assert.deepEqual(await claimAt(storage, now), [1])
  }),

  deliveryRule('deliveries.claim: one endpoint does not wait for another', async (storage) => {
    const { deliveries, events } = storage
    for (const id of ['app', 'other']) await deliveries.openEndpoint(endpointOf(id), now)
    await events.append([ofUser(1, 'alice'), ofUser(2, 'alice')])
    await deliveries.enqueue(sampleRpId, 10, now)
    assert.deepEqual(await claimAt(storage, now), [1])
    await deliveries.acknowledge(endpointOf('other'), idsOf(1))
    assert.deepEqual(await claimAt(storage, now), [])
    const others = await deliveries.claim(endpointOf('other'), { limit: 10, leaseMs: 1000, now })
    assert.deepEqual(numbersOf(others), [2])
    assert.deepEqual(await deliveries.claim(endpointOf('APP'), { limit: 10, leaseMs: 1000, now: now + 1000 }), [])
  }),

  deliveryRule(
    'deliveries.claim: an event that was counted on since is delivered by its new id only',
    async (storage) => {
      const { events, deliveries } = storage
      const tally = (number: number) =>
        ({ ...ofUser(number, 'alice'), once: 'minute', counts: { count: 1, addresses: 1 } }) as const
      await deliveries.openEndpoint(sampleEndpoint, now)
      await events.tally([tally(1)])
      await deliveries.enqueue(sampleRpId, 10, now)
      await events.tally([tally(2)])
      await events.append([ofUser(3, 'alice')])
      await deliveries.enqueue(sampleRpId, 10, now)
      const claimed = await deliveries.claim(sampleEndpoint, { limit: 10, leaseMs: 1000, now })
      assert.deepEqual(
        claimed.map(({ event }) => [event.id, event.counts?.count]),
        [[sampleEvent(2).id, 2]],
      )
      assert.deepEqual(await eventIdsOf(storage, sampleEndpoint), idsOf(2, 3))
    },
  ),

  deliveryRule('deliveries.acknowledge: what has arrived never comes back, even if claimed twice', async (storage) => {
    const { deliveries } = storage
    await enqueueEvents(storage, [ofUser(1, 'alice'), ofUser(2, 'alice')])
    await claimAt(storage, now)
    await claimAt(storage, now + 1000)
    await deliveries.acknowledge(sampleEndpoint, [...idsOf(1), 'unknown'])
    await deliveries.acknowledge(sampleEndpoint, idsOf(1))
    await deliveries.acknowledge(sampleEndpoint, [])
    assert.deepEqual(await claimAt(storage, now + 9999), [2])
  }),

  deliveryRule('deliveries.defer: due again at the time given, with its reason', async (storage) => {
    const { deliveries } = storage
    await enqueueEvents(storage, [sampleEvent(1), sampleEvent(2)])
    await claimAt(storage, now)
    assert.equal(await deliveries.defer(sampleEndpoint, failure(1)), 'done')
    assert.deepEqual(await claimAt(storage, now + 4999), [2])
    const [deferred] = await pageOf(storage, false)
    assert.deepEqual(deferred, {
      ...sampleEndpoint,
      event: sampleEvent(1),
      attempts: 1,
      firstAttemptAt: now,
      dueAt: now + 5000,
      reason: 'status_500',
    })
    assert.deepEqual(await claimAt(storage, now + 5000), [1])
  }),

  deliveryRule('deliveries.defer: the attempt of a lease that was lost changes nothing', async (storage) => {
    const { deliveries } = storage
    await enqueueEvents(storage, [sampleEvent(1)])
    await claimAt(storage, now)
    await claimAt(storage, now + 1000)
    for (const until of [now + 1001, 'never'] as const) {
      assert.equal(await deliveries.defer(sampleEndpoint, failure(1, { until })), 'gone')
    }
    assert.deepEqual(await claimAt(storage, now + 1999), [])
    assert.deepEqual(await pageOf(storage, true), [])
    assert.equal(await deliveries.defer(endpointOf('other'), failure(1, { attempt: 2 })), 'gone')
    assert.equal(await deliveries.defer(sampleEndpoint, failure(2)), 'gone')
  }),

  deliveryRule('deliveries.defer: a dead letter stays, and lets later events of its user pass', async (storage) => {
    const { deliveries } = storage
    await enqueueEvents(storage, [ofUser(1, 'alice'), ofUser(2, 'alice')])
    await claimAt(storage, now)
    const dead = failure(1, { userId: 'alice', at: now + 7, until: 'never', reason: 'timed_out' })
    assert.equal(await deliveries.defer(sampleEndpoint, dead), 'done')
    assert.equal(await deliveries.defer(sampleEndpoint, dead), 'gone')
    assert.deepEqual(await claimAt(storage, now + 9999), [2])
    const [letter, ...others] = await pageOf(storage, true)
    assert.deepEqual(
      [letter?.event, letter?.deadAt, letter?.reason, letter?.attempts, others],
      [ofUser(1, 'alice'), now + 7, 'timed_out', 1, []],
    )
    assert.deepEqual(await eventIdsOf(storage, sampleEndpoint), idsOf(2))
  }),

  deliveryRule('deliveries.replay: a dead letter is due as if it had never been tried', async (storage) => {
    const { deliveries } = storage
    await enqueueEvents(storage, [ofUser(1, 'alice'), ofUser(2, 'alice'), sampleEvent(3)])
    await claimAt(storage, now)
    await deliveries.defer(sampleEndpoint, failure(1, { userId: 'alice', until: 'never' }))
    assert.equal(await deliveries.replay(endpointOf('other'), idsOf(1), now), 0)
    assert.equal(await deliveries.replay(sampleEndpoint, [...idsOf(1, 2, 3, 1), 'unknown'], now + 10), 1)
    assert.equal(await deliveries.replay(sampleEndpoint, [], now + 10), 0)
    assert.deepEqual(await pageOf(storage, true), [])
    assert.deepEqual(await claimAt(storage, now + 9), [], 'a later event passed the replayed one')
    const claimed = await deliveries.claim(sampleEndpoint, { limit: 1, leaseMs: 1, now: now + 10 })
    assert.deepEqual(claimed, [{ event: ofUser(1, 'alice'), attempt: 1, firstAttemptAt: now + 10 }])
  }),

  deliveryRule('deliveries.page: in pages, by event id, dead letters apart', async (storage) => {
    const { deliveries } = storage
    await enqueueEvents(
      storage,
      [5, 3, 1, 4, 2].map((number) => sampleEvent(number)),
    )
    await claimAt(storage, now)
    await deliveries.defer(sampleEndpoint, failure(3, { until: 'never' }))
    const page = (after?: string) =>
      deliveries.page({ ...sampleEndpoint, dead: false, limit: 2, ...(after !== undefined && { after }) })
    const first = await page()
    const second = await page(first.next)
    assert.deepEqual(
      [first, second].map(({ items, next }) => [items.map(({ event }) => event.id), next]),
      [
        [idsOf(1, 2), idsOf(2)[0]],
        [idsOf(4, 5), undefined],
      ],
    )
    assert.deepEqual(
      (await pageOf(storage, true)).map(({ event }) => event.id),
      idsOf(3),
    )
    for (const limit of [0, 1001, 1.5, Number.NaN]) {
      await assert.rejects(async () => deliveries.page({ ...sampleEndpoint, dead: true, limit }), Error, String(limit))
    }
  }),

  deliveryRule('deliveries: every verb rejects an endpoint that cannot be one', async ({ deliveries }) => {
    const bad = endpointOf('a b')
    const calls: readonly (() => Promise<unknown>)[] = [
      () => deliveries.claim(bad, { limit: 1, leaseMs: 1, now }),
      () => deliveries.acknowledge(bad, idsOf(1)),
      () => deliveries.defer(bad, failure(1)),
      () => deliveries.replay(bad, idsOf(1), now),
      () => deliveries.page({ ...bad, dead: true, limit: 1 }),
      () => deliveries.markEndpoint(bad, { as: 'enabled', at: now }),
      () => deliveries.closeEndpoint(bad),
    ]
    for (const call of calls) await assert.rejects(async () => call())
  }),

  deliveryRule('sweep: deletes deliveries 30 days after they were enqueued, dead letters too', async (storage) => {
    const { deliveries } = storage
    const month = 30 * 24 * 3_600_000
    await enqueueEvents(storage, [sampleEvent(1), sampleEvent(2)])
    await claimAt(storage, now)
    await deliveries.defer(sampleEndpoint, failure(1, { until: 'never' }))
    assert.equal((await storage.sweep(now + month, 100)).deliveries, 0)
    assert.equal((await storage.sweep(now + month + 1, 1)).deliveries, 1)
    assert.equal((await storage.sweep(now + month + 1, 100)).deliveries, 1)
    assert.deepEqual([await pageOf(storage, true), await pageOf(storage, false)], [[], []])
  }),
]
