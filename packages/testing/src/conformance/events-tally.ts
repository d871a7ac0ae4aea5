import assert from 'node:assert/strict'
import type { EventRecord, EventTally, PasskeyStorage } from '@latchkey/storage'
import { type ConformanceCase, rule } from './conformance-case.js'
import { sampleEvent, sampleRpId, sampleTime } from './sample-records.js'

/** A number of refusals of one code in one minute, as one process has counted them. */
function tally(number: number, count: number, change: Partial<EventTally> = {}): EventTally {
  const data = { code: 'signature_invalid' }
  return {
    ...sampleEvent(number, { name: 'sign_in.failed', data }),
    once: 'a',
    counts: { count, addresses: 1 },
    ...change,
  }
}

async function stored({ events }: PasskeyStorage, rpId = sampleRpId): Promise<readonly EventRecord[]> {
  return (await events.page({ rpId, limit: 100 })).items
}

/** `events.tally`. */
export const eventsTally: readonly ConformanceCase[] = [
  rule('events.tally: creates the event, and adds to it', async (storage) => {
    await storage.events.tally([tally(1, 3)])
    assert.deepEqual(await stored(storage), [tally(1, 3)])
    await storage.events.tally([tally(2, 4, { at: sampleTime + 9, data: {} })])
    assert.deepEqual(await stored(storage), [{ ...tally(1, 7), counts: { count: 7, addresses: 2 } }])
    await storage.events.tally([])
    assert.equal((await stored(storage)).length, 1)
  }),

  rule('events.tally: another once and another relying party have their own', async (storage) => {
    const elsewhere = tally(3, 5, { rpId: 'other.example' })
    await storage.events.tally([tally(1, 3), tally(2, 4, { once: 'A' }), elsewhere])
    assert.deepEqual(await stored(storage), [tally(1, 3), tally(2, 4, { once: 'A' })])
    assert.deepEqual(await stored(storage, 'other.example'), [elsewhere])
  }),

  rule('events.tally: of one once that is named twice both count', async (storage) => {
    await storage.events.tally([tally(1, 3), tally(2, 4)])
    const [event, ...more] = await stored(storage)
    assert.deepEqual([event?.counts, more], [{ count: 7, addresses: 2 }, []])
  }),

  rule('events.tally: what was claimed is to be delivered again, with all that was counted', async (storage) => {
    await storage.events.tally([tally(1, 3)])
    await storage.events.claim(10, 60_000, sampleTime)
    await storage.events.tally([tally(2, 4)])
    const all = { ...tally(2, 7), at: tally(1, 3).at, counts: { count: 7, addresses: 2 } }
    assert.deepEqual(await stored(storage), [all])
    await storage.events.acknowledge([tally(1, 3).id], sampleTime)
    assert.deepEqual(await storage.events.claim(10, 60_000, sampleTime), [all])
  }),

  rule('events.tally: what was settled is to be delivered again, with all that was counted', async (storage) => {
    await storage.events.tally([tally(1, 3)])
    await storage.events.acknowledge([tally(1, 3).id], sampleTime)
    await storage.events.tally([tally(2, 4)])
    const ids = (await storage.events.claim(10, 60_000, sampleTime)).map(({ id }) => id)
    assert.deepEqual(ids, [tally(2, 4).id])
    assert.equal((await stored(storage))[0]?.counts?.count, 7)
  }),

  rule(
    'events.tally: the id that a settled event had before is free, and not swept for what it was',
    async (storage) => {
      const old = sampleEvent(1, { name: 'passkey.used' })
      const month = 31 * 86_400_000
      await storage.events.tally([tally(1, 3)])
      await storage.events.acknowledge([old.id], sampleTime)
      await storage.events.tally([tally(2, 4)])
      await storage.events.append([old])
      assert.equal((await storage.sweep(sampleTime + month, 100)).events, 0)
      assert.deepEqual(
        (await stored(storage)).map(({ id, once }) => [id, once]),
        [
          [old.id, undefined],
          [tally(2, 4).id, 'a'],
        ],
      )
      await storage.events.acknowledge([tally(2, 4).id], sampleTime)
      assert.equal((await storage.sweep(sampleTime + month, 100)).events, 1)
      assert.deepEqual(await stored(storage), [old])
      await storage.events.tally([tally(3, 5)])
      assert.deepEqual(await stored(storage), [old, tally(3, 5)])
    },
  ),

  rule('events.tally: rejects an id that is stored already, and counts none of the others', async (storage) => {
    await storage.events.append([sampleEvent(5)])
    await storage.events.tally([tally(1, 3)])
    await assert.rejects(async () => storage.events.tally([tally(2, 4), tally(5, 1, { once: 'b' })]))
    assert.deepEqual(await stored(storage), [tally(1, 3), sampleEvent(5)])
  }),

  rule('events.tally: rejects the once of an event that has no counts', async (storage) => {
    await storage.events.append([sampleEvent(1, { once: 'a' })])
    await assert.rejects(async () => storage.events.tally([tally(2, 4)]))
    assert.deepEqual(await stored(storage), [sampleEvent(1, { once: 'a' })])
  }),

  rule('events.tally: 20 simultaneous calls all count', async (storage) => {
    const numbers = Array.from({ length: 20 }, (_, number) => number + 1)
    await Promise.all(
      numbers.map((number) => storage.events.tally([tally(number, number), tally(100 + number, 1, { once: 'b' })])),
    )
    const events = await stored(storage)
    const counts = events.map(({ once, counts }) => [once, counts?.count, counts?.addresses])
    assert.deepEqual(counts.toSorted(), [
      ['a', 210, 20],
      ['b', 20, 20],
    ])
  }),

  rule('events.append: stores an event with its counts', async (storage) => {
    await storage.events.append([tally(1, 3)])
    assert.deepEqual(await storage.events.claim(10, 1000, sampleTime), [tally(1, 3)])
  }),
]
