import assert from 'node:assert/strict'
import type { EventPageQuery, EventRecord, PasskeyStorage } from '@latchkey/storage'
import { type ConformanceCase, rule } from './conformance-case.js'
import { sampleEvent, samplePasskey, sampleRpId, sampleTime, sampleTogether } from './sample-records.js'

const day = 24 * 60 * 60 * 1000
const numbersOf = (events: readonly EventRecord[]) => events.map(({ data }) => data.number)
const ofAcme = (number: number) => sampleEvent(number, { organizationId: 'acme' })

/** The numbers of the events on each page, from the first to the last. */
async function walk({ events }: PasskeyStorage, query: Partial<EventPageQuery> & { readonly limit: number }) {
  const pages: unknown[][] = []
  let after: string | undefined
  do {
    const page = await events.page({ rpId: sampleRpId, ...query, ...(after !== undefined && { after }) })
    pages.push(numbersOf(page.items))
    assert.ok(pages.length < 100, 'the pages do not end')
    after = page.next
  } while (after !== undefined)
  return pages
}

/** `events.page`. */
export const eventsPage: readonly ConformanceCase[] = [
  rule('events.page: returns events with every field, and data unchanged', async ({ events }) => {
    const data = { text: 'a\u0000b', nested: { list: [1, null, true] } }
    const change = { userId: 'alice', organizationId: 'acme', actor: { type: 'admin', id: 'admin-1' }, data } as const
    await events.append([sampleEvent(1, change), sampleEvent(2)])
    const page = await events.page({ rpId: sampleRpId, limit: 10 })
    assert.deepEqual(page, { items: [sampleEvent(1, change), sampleEvent(2)] })
  }),

  rule('events.page: walks all events of a relying party once, in the order of their ids', async (storage) => {
    await storage.events.append([4, 2, 7, 1, 6].map((number) => sampleEvent(number)))
    await storage.events.append([sampleEvent(3, { rpId: 'other.example' })])
    assert.deepEqual(await walk(storage, { limit: 2 }), [[1, 2], [4, 6], [7]])
  }),

  rule('events.page: settled or not, leased or not, and reading leases nothing', async ({ events }) => {
    await events.append([1, 2, 3].map((number) => sampleEvent(number)))
    await events.claim(2, 1000, sampleTime)
    await events.acknowledge([sampleEvent(1).id], sampleTime)
    assert.deepEqual(numbersOf((await events.page({ rpId: sampleRpId, limit: 10 })).items), [1, 2, 3])
    assert.deepEqual(numbersOf(await events.claim(10, 1000, sampleTime)), [3])
  }),

  rule('events.page: events that were stored with a change', async ({ passkeys, events }) => {
    await passkeys.add(samplePasskey(), sampleTogether({ events: [ofAcme(1)] }))
    assert.deepEqual(await events.page({ rpId: sampleRpId, limit: 10 }), { items: [ofAcme(1)] })
    assert.deepEqual(await events.page({ rpId: sampleRpId, organizationId: 'acme', limit: 10 }), { items: [ofAcme(1)] })
  }),

  rule('events.page: of an organization, those of no other and of none left out', async (storage) => {
    const others = [sampleEvent(2), sampleEvent(3, { organizationId: 'ACME' })]
    const elsewhere = sampleEvent(5, { organizationId: 'acme', rpId: 'other.example' })
    await storage.events.append([ofAcme(1), ...others, ofAcme(4), elsewhere, ofAcme(6)])
    assert.deepEqual(await walk(storage, { organizationId: 'acme', limit: 2 }), [[1, 4], [6]])
    assert.deepEqual(await walk(storage, { organizationId: 'ACME', limit: 2 }), [[3]])
    assert.deepEqual(await walk(storage, { organizationId: 'unknown', limit: 2 }), [[]])
  }),

  rule('events.page: above one id and below another, which need not be stored, and are exclusive', async (storage) => {
    const { events } = storage
    await events.append([1, 2, 3, 4, 5].map(ofAcme))
    for (const whose of [{}, { organizationId: 'acme' }]) {
      const between = { rpId: sampleRpId, limit: 10, ...whose }
      const page = await events.page({ ...between, after: ofAcme(1).id, before: ofAcme(4).id })
      assert.deepEqual([numbersOf(page.items), page.next], [[2, 3], undefined])
      const digits = await events.page({ ...between, after: '000000000002', before: '000000000005' })
      assert.deepEqual(numbersOf(digits.items), [2, 3, 4])
      assert.deepEqual(await events.page({ ...between, after: ofAcme(3).id, before: ofAcme(3).id }), { items: [] })
      assert.deepEqual(await events.page({ ...between, after: ofAcme(5).id }), { items: [] })
    }
  }),

  rule('events.page: a page that is just full and the last has no next', async ({ events }) => {
    await events.append([1, 2, 3].map(ofAcme))
    const full = await events.page({ rpId: sampleRpId, before: ofAcme(3).id, limit: 2 })
    assert.deepEqual([numbersOf(full.items), full.next], [[1, 2], undefined])
    const first = await events.page({ rpId: sampleRpId, limit: 2 })
    assert.deepEqual([numbersOf(first.items), first.next], [[1, 2], ofAcme(2).id])
  }),

  rule('events.page: continues after an event that has been swept since', async ({ events, sweep }) => {
    await events.append([1, 2, 3].map(ofAcme))
    const { next } = await events.page({ rpId: sampleRpId, limit: 2 })
    await events.acknowledge([ofAcme(1).id, ofAcme(2).id], sampleTime)
    await sweep(sampleTime + 31 * day, 10)
    for (const whose of [{}, { organizationId: 'acme' }]) {
      const rest = await events.page({ rpId: sampleRpId, limit: 2, ...whose, ...(next && { after: next }) })
      assert.deepEqual(numbersOf(rest.items), [3])
      assert.deepEqual(numbersOf((await events.page({ rpId: sampleRpId, limit: 2, ...whose })).items), [3])
    }
  }),

  rule('events.page: ids are in the order of their bytes, not of a language', async ({ events }) => {
    const inOrder = ['-A', '-a', '0A', 'A-', 'Aa', 'B_', 'Z', '_A', 'a-', 'aA', 'b']
    await events.append(inOrder.toReversed().map((id, number) => sampleEvent(number, { id })))
    const { items } = await events.page({ rpId: sampleRpId, limit: 100 })
    assert.deepEqual(
      items.map(({ id }) => id),
      inOrder,
    )
    const between = await events.page({ rpId: sampleRpId, after: 'A-', before: 'aA', limit: 100 })
    assert.deepEqual(
      between.items.map(({ id }) => id),
      ['Aa', 'B_', 'Z', '_A', 'a-'],
    )
  }),

  rule('events.page: 10,000 events, a thousand at a time', async (storage) => {
    for (let thousand = 0; thousand < 10; thousand++) {
      await storage.events.append(Array.from({ length: 1000 }, (_, more) => sampleEvent(thousand * 1000 + more)))
    }
    const pages = await walk(storage, { limit: 1000 })
    assert.deepEqual(
      pages.map(({ length }) => length),
      Array.from({ length: 10 }, () => 1000),
    )
    assert.deepEqual(
      pages.flat(),
      Array.from({ length: 10_000 }, (_, number) => number),
    )
  }),

  rule('events.pageByUser: the events of a user, in the order of their ids, a page at a time', async ({ events }) => {
    const ofAlice = (number: number, change: Partial<EventRecord> = {}) =>
      sampleEvent(number, { userId: 'alice', ...change })
    const others = [sampleEvent(2, { userId: 'Alice' }), sampleEvent(3), ofAlice(7, { rpId: 'other.example' })]
    const acted = sampleEvent(8, { userId: 'bob', actor: { type: 'user', id: 'alice' } })
    await events.append([ofAlice(6), ofAlice(1), ofAlice(4, { organizationId: 'acme' }), ...others, acted])
    await events.claim(1, 1000, sampleTime)
    await events.acknowledge([sampleEvent(1).id], sampleTime)
    const query = { rpId: sampleRpId, userId: 'alice' }
    assert.deepEqual(await events.pageByUser({ ...query, limit: 10 }), {
      items: [ofAlice(1), ofAlice(4, { organizationId: 'acme' }), ofAlice(6)],
    })
    const first = await events.pageByUser({ ...query, limit: 2 })
    assert.deepEqual([numbersOf(first.items), first.next], [[1, 4], ofAlice(4).id])
    const rest = await events.pageByUser({ ...query, limit: 2, after: ofAlice(4).id })
    assert.deepEqual([numbersOf(rest.items), rest.next], [[6], undefined])
    assert.deepEqual(await events.pageByUser({ ...query, userId: 'acme', limit: 2 }), { items: [] })
    for (const limit of [0, 1.5, 1001, Number.NaN]) {
      await assert.rejects(async () => events.pageByUser({ ...query, limit }), Error, String(limit))
    }
  }),

  rule('events.page: rejects a limit that is not a whole number from 1 to 1000', async ({ events }) => {
    for (const limit of [0, -1, 1.5, 1001, Number.NaN, Number.POSITIVE_INFINITY]) {
      await assert.rejects(async () => events.page({ rpId: sampleRpId, limit }), Error, String(limit))
    }
    assert.deepEqual(await events.page({ rpId: sampleRpId, limit: 1000 }), { items: [] })
  }),
]
