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
  ofUser,
  pageOf,
  sampleEndpoint,
} from './delivery-rule.js'
import { sampleEvent, sampleTime } from './sample-records.js'

const now = sampleTime

/** What becomes of a delivery that was claimed. */
export const deliveriesOutcomes: readonly ConformanceCase[] = [
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
]
