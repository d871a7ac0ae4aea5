import assert from 'node:assert/strict'
import type { EndpointMark } from '@latchkey/storage'
import type { ConformanceCase } from './conformance-case.js'
import { deliveryRule, endpointOf, eventIdsOf, sampleEndpoint } from './delivery-rule.js'
import { sampleEvent, sampleRpId, sampleTime } from './sample-records.js'

const now = sampleTime
const opened = { ...sampleEndpoint, createdAt: now }
const elsewhere = { rpId: 'other.example', endpoint: sampleEndpoint.endpoint }

/** The endpoints of a storage that delivers. */
export const endpoints: readonly ConformanceCase[] = [
  deliveryRule('deliveries.openEndpoint: opens it once, each relying party its own', async ({ deliveries }) => {
    assert.deepEqual(await deliveries.openEndpoint(sampleEndpoint, now), opened)
    assert.deepEqual(await deliveries.openEndpoint(sampleEndpoint, now + 5), opened)
    await deliveries.openEndpoint(elsewhere, now + 6)
    assert.deepEqual(await deliveries.listEndpoints(sampleRpId), [opened])
    assert.deepEqual(await deliveries.listEndpoints('other.example'), [{ ...elsewhere, createdAt: now + 6 }])
  }),

  deliveryRule('deliveries.listEndpoints: in the order of their ids, by bytes', async ({ deliveries }) => {
    for (const id of ['b', 'B', 'a', '_']) await deliveries.openEndpoint(endpointOf(id), now)
    const ids = (await deliveries.listEndpoints(sampleRpId)).map(({ endpoint }) => endpoint)
    assert.deepEqual(ids, ['B', '_', 'a', 'b'])
    assert.deepEqual(await deliveries.listEndpoints('nowhere.example'), [])
  }),

  deliveryRule('deliveries.openEndpoint: rejects an id that is no id of an endpoint', async ({ deliveries }) => {
    for (const id of ['', 'a b', 'a:b', 'ä', 'x'.repeat(65)]) {
      await assert.rejects(async () => deliveries.openEndpoint(endpointOf(id), now), Error, id)
    }
    assert.deepEqual(await deliveries.listEndpoints(sampleRpId), [])
    await deliveries.openEndpoint(endpointOf('x'.repeat(64)), now)
  }),

  deliveryRule('deliveries.markEndpoint: each mark sets and clears what it names', async ({ deliveries }) => {
    await deliveries.openEndpoint(sampleEndpoint, now)
    const marks: readonly (readonly [EndpointMark, object])[] = [
      [
        { as: 'failed', at: 1, reason: 'status_500' },
        { failingSince: 1, reason: 'status_500' },
      ],
      [
        { as: 'failed', at: 2, reason: 'timed_out' },
        { failingSince: 1, reason: 'timed_out' },
      ],
      [{ as: 'succeeded', at: 3 }, {}],
      [
        { as: 'failed', at: 4, reason: 'status_500' },
        { failingSince: 4, reason: 'status_500' },
      ],
      [
        { as: 'disabled', at: 5, reason: 'status_410' },
        { failingSince: 4, disabledAt: 5, reason: 'status_410' },
      ],
      [
        { as: 'disabled', at: 6, reason: 'asked' },
        { failingSince: 4, disabledAt: 5, reason: 'asked' },
      ],
      [
        { as: 'succeeded', at: 7 },
        { disabledAt: 5, reason: 'asked' },
      ],
      [{ as: 'enabled', at: 8 }, {}],
    ]
    for (const [mark, state] of marks) {
      assert.equal(await deliveries.markEndpoint(sampleEndpoint, mark), 'done')
      assert.deepEqual(await deliveries.listEndpoints(sampleRpId), [{ ...opened, ...state }], JSON.stringify(mark))
    }
  }),

  deliveryRule('deliveries.markEndpoint: gone where it is not open, and marks no other', async ({ deliveries }) => {
    await deliveries.openEndpoint(endpointOf('other'), now)
    await deliveries.openEndpoint(elsewhere, now)
    const mark = { as: 'disabled', at: 1, reason: 'asked' } as const
    assert.equal(await deliveries.markEndpoint(sampleEndpoint, mark), 'gone')
    assert.deepEqual(await deliveries.listEndpoints(sampleRpId), [{ ...endpointOf('other'), createdAt: now }])
    assert.deepEqual(await deliveries.listEndpoints('other.example'), [{ ...elsewhere, createdAt: now }])
  }),

  deliveryRule('deliveries.closeEndpoint: it goes with its deliveries, the others stay', async (storage) => {
    const { deliveries, events } = storage
    for (const id of ['app', 'other']) await deliveries.openEndpoint(endpointOf(id), now)
    await events.append([sampleEvent(1)])
    await deliveries.enqueue(sampleRpId, 10, now)
    assert.equal(await deliveries.closeEndpoint(endpointOf('app')), 'done')
    assert.equal(await deliveries.closeEndpoint(endpointOf('app')), 'gone')
    await deliveries.openEndpoint(endpointOf('app'), now + 1)
    assert.deepEqual(await eventIdsOf(storage, endpointOf('app')), [])
    assert.deepEqual(await eventIdsOf(storage, endpointOf('other')), [sampleEvent(1).id])
  }),
]
