import assert from 'node:assert/strict'
import type { ConformanceCase } from './conformance-case.js'
import {
  claimAt,
  deliveryRule,
  endpointOf,
  enqueueEvents,
  failure,
  idsOf,
  pageOf,
  sampleEndpoint,
} from './delivery-rule.js'
import { sampleEvent, sampleTime } from './sample-records.js'

const now = sampleTime

/** What an admin sees of deliveries, and how long they stay. */
export const deliveriesPage: readonly ConformanceCase[] = [
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
