import assert from 'node:assert/strict'
import type { EventRecord } from '@latchkey/storage'
import { type ConformanceCase, rule } from './conformance-case.js'
import { sampleEvent, sampleRpId, sampleTime } from './sample-records.js'

const now = sampleTime
const numbersOf = (events: readonly EventRecord[]) => events.map(({ data }) => data.number)
const ofUser = (number: number, userId: string) => sampleEvent(number, { userId })
const idsOf = (numbers: readonly number[]) => numbers.map((number) => sampleEvent(number).id)

/** `events.append`, `.claim` and `.settle`. */
export const events: readonly ConformanceCase[] = [
  rule('events.append: stores events with every field, and data unchanged', async ({ events }) => {
    const data = { text: 'a\u0000b', nested: { list: [1, null, true] } }
    const full = ofUser(1, 'alice')
    const event = { ...full, organizationId: 'acme', actor: { type: 'admin', id: 'admin-1' }, data } as const
    await events.append([event, sampleEvent(2)])
    assert.deepEqual(await events.claim(10, 1000, now), [event, sampleEvent(2)])
  }),

  rule('events.append: nothing is no change', async ({ events }) => {
    await events.append([])
    assert.deepEqual(await events.claim(10, 1000, now), [])
  }),

  rule('events.append: rejects an id that is stored, and stores none of the others', async ({ events }) => {
    await events.append([sampleEvent(1)])
    await assert.rejects(events.append([sampleEvent(2), sampleEvent(1, { data: { number: 9 } })]))
    assert.deepEqual(numbersOf(await events.claim(10, 1000, now)), [1])
  }),

  rule('events.append: one event of a once at each relying party', async ({ events }) => {
    const elsewhere = sampleEvent(3, { once: 'first', rpId: 'other.example' })
    await events.append([sampleEvent(1, { once: 'first' })])
    await events.append([sampleEvent(2, { once: 'first' }), elsewhere])
    const page = await events.page({ rpId: sampleRpId, limit: 10 })
    assert.deepEqual(page.items, [sampleEvent(1, { once: 'first' })])
    assert.deepEqual((await events.page({ rpId: 'other.example', limit: 10 })).items, [elsewhere])
  }),

  rule('events.append: a once is remembered after its event was settled', async ({ events }) => {
    await events.append([sampleEvent(1, { once: 'first' })])
    await events.claim(10, 1000, now)
    await events.acknowledge(idsOf([1]), now)
    await events.append([sampleEvent(2, { once: 'first' })])
    assert.deepEqual(await events.claim(10, 1000, now), [])
  }),

  rule('events.append: rejects an id that is stored, although another event is left out', async ({ events }) => {
    await events.append([sampleEvent(1, { once: 'first' })])
    const again = [sampleEvent(2, { once: 'first' }), sampleEvent(3, { once: 'new' }), sampleEvent(1)]
    await assert.rejects(async () => events.append(again))
    assert.deepEqual(numbersOf(await events.claim(10, 1000, now)), [1])
  }),

  rule('events.claim: by id, at most as many as asked for', async ({ events }) => {
    await events.append([3, 1, 5, 2, 4].map((number) => sampleEvent(number)))
    assert.deepEqual(numbersOf(await events.claim(2, 1000, now)), [1, 2])
    assert.deepEqual(numbersOf(await events.claim(10, 1000, now)), [3, 4, 5])
  }),

  rule('events.claim: a leased event can be claimed when the lease has expired', async ({ events }) => {
    await events.append([sampleEvent(1)])
    assert.deepEqual(numbersOf(await events.claim(10, 1000, now)), [1])
    assert.deepEqual(numbersOf(await events.claim(10, 1000, now + 999)), [])
    assert.deepEqual(numbersOf(await events.claim(10, 1000, now + 1000)), [1])
    assert.deepEqual(numbersOf(await events.claim(10, 1000, now + 1999)), [])
  }),

  rule('events.claim: of each user only the oldest unsettled', async ({ events }) => {
    await events.append([ofUser(1, 'alice'), ofUser(2, 'alice'), ofUser(3, 'bob'), sampleEvent(4), sampleEvent(5)])
    assert.deepEqual(numbersOf(await events.claim(10, 1000, now)), [1, 3, 4, 5])
    assert.deepEqual(numbersOf(await events.claim(10, 1000, now)), [], 'a later event overtook a leased one')
    await events.acknowledge(idsOf([1]), now)
    assert.deepEqual(numbersOf(await events.claim(10, 1000, now)), [2])
  }),

  rule(
    'events.claim: the oldest of a user is the one with the smallest id, whenever it was stored',
    async ({ events }) => {
      await events.append([ofUser(5, 'alice'), ofUser(3, 'alice'), ofUser(4, 'alice')])
      assert.deepEqual(numbersOf(await events.claim(10, 1000, now)), [3])
      await events.append([ofUser(1, 'alice')])
      assert.deepEqual(numbersOf(await events.claim(10, 1000, now)), [1])
      assert.deepEqual(numbersOf(await events.claim(10, 1000, now)), [])
    },
  ),

  rule(
    'events.claim: after a lease has expired the same event of the user is claimed, not the next',
    async ({ events }) => {
      await events.append([ofUser(1, 'alice'), ofUser(2, 'alice')])
      await events.claim(10, 1000, now)
      assert.deepEqual(numbersOf(await events.claim(10, 1000, now + 1000)), [1])
    },
  ),

  rule('events.claim: none with limit 0, and none are leased', async ({ events }) => {
    await events.append([sampleEvent(1)])
    assert.deepEqual(await events.claim(0, 1000, now), [])
    assert.deepEqual(numbersOf(await events.claim(1, 1000, now)), [1])
  }),

  rule('events.claim: rejects a limit that is not a whole number from 0 on, and leases none', async ({ events }) => {
    await events.append([sampleEvent(1), sampleEvent(2)])
    for (const limit of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      await assert.rejects(async () => events.claim(limit, 1000, now), Error, String(limit))
    }
    assert.deepEqual(numbersOf(await events.claim(10, 1000, now)), [1, 2])
  }),

  rule('events.claim: users of two relying parties do not wait for each other', async ({ events }) => {
    await events.append([ofUser(1, 'alice'), sampleEvent(2, { userId: 'alice', rpId: 'other.example' })])
    assert.deepEqual(numbersOf(await events.claim(10, 1000, now)), [1, 2])
  }),

  rule('events.claim: the limit is filled past events that must wait', async ({ events }) => {
    await events.append([ofUser(1, 'alice'), ofUser(2, 'alice'), ofUser(3, 'alice'), ofUser(4, 'bob')])
    assert.deepEqual(numbersOf(await events.claim(2, 1000, now)), [1, 4])
  }),

  rule('events.acknowledge: a settled event is never claimed again', async ({ events }) => {
    await events.append([sampleEvent(1), sampleEvent(2)])
    await events.claim(10, 1000, now)
    await events.acknowledge(idsOf([1]), now)
    assert.deepEqual(numbersOf(await events.claim(10, 1000, now + 5000)), [2])
  }),

  rule('events.acknowledge: ignores what is unknown or settled already', async ({ events }) => {
    await events.append([sampleEvent(1), sampleEvent(2)])
    await events.acknowledge([...idsOf([1]), 'unknown'], now)
    await events.acknowledge(idsOf([1]), now)
    await events.acknowledge([], now)
    assert.deepEqual(numbersOf(await events.claim(10, 1000, now)), [2])
  }),

  rule('events.acknowledge: settles what was claimed although the lease has expired', async ({ events }) => {
    await events.append([ofUser(1, 'alice'), ofUser(2, 'alice')])
    await events.claim(10, 1000, now)
    await events.acknowledge(idsOf([1]), now + 1000)
    assert.deepEqual(numbersOf(await events.claim(10, 1000, now + 1000)), [2])
  }),

  rule('events.acknowledge: settles what another worker has claimed since the lease expired', async ({ events }) => {
    await events.append([ofUser(1, 'alice'), ofUser(2, 'alice')])
    await events.claim(10, 1000, now)
    assert.deepEqual(numbersOf(await events.claim(10, 1000, now + 1000)), [1])
    await events.acknowledge(idsOf([1]), now + 1001)
    assert.deepEqual(numbersOf(await events.claim(10, 1000, now + 1001)), [2])
    assert.deepEqual(numbersOf(await events.claim(10, 1000, now + 9999)), [2])
  }),

  rule('events: 1000 at once are stored, claimed in order and settled', async ({ events }) => {
    const numbers = Array.from({ length: 1000 }, (_, number) => number)
    await events.append(numbers.toReversed().map((number) => sampleEvent(number)))
    assert.deepEqual(numbersOf(await events.claim(1000, 1000, now)), numbers)
    await events.acknowledge(idsOf(numbers), now)
    assert.deepEqual(await events.claim(1000, 1000, now + 1000), [])
  }),
]
