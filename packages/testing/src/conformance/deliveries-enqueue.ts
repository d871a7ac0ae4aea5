import assert from 'node:assert/strict'
import type { ConformanceCase } from './conformance-case.js'
import { deliveryRule, endpointOf, enqueueEvents, eventIdsOf, idsOf, ofUser, sampleEndpoint } from './delivery-rule.js'
import { sampleEvent, sampleRpId, sampleTime } from './sample-records.js'

const now = sampleTime

/** What becomes a delivery. */
export const deliveriesEnqueue: readonly ConformanceCase[] = [
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
]
