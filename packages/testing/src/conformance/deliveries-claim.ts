import assert from 'node:assert/strict'
import type { ConformanceCase } from './conformance-case.js'
import {
  claimAt,
  deliveryRule,
  endpointOf,
  enqueueEvents,
  eventIdsOf,
  failure,
  idsOf,
  numbersOf,
  ofUser,
  sampleEndpoint,
} from './delivery-rule.js'
import { sampleEvent, sampleRpId, sampleTime } from './sample-records.js'

const now = sampleTime

/** Which delivery a worker gets. */
export const deliveriesClaim: readonly ConformanceCase[] = [
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
]
