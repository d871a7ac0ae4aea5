import assert from 'node:assert/strict'
import type { AcceptedMetadata, EventRecord, MetadataStore, PasskeyStorage } from '@latchkey/storage'
import { type ConformanceCase, rule } from './conformance-case.js'
import { keptEventIds } from './kept-event-ids.js'
import { sampleEvent, sampleMetadata, sampleTime } from './sample-records.js'

/** Holds for a storage that remembers accepted metadata; passes for any other. */
function ruleOf(name: string, holds: (metadata: MetadataStore, storage: PasskeyStorage) => Promise<void>) {
  return rule(name, async (storage) => {
    if (storage.metadata) await holds(storage.metadata, storage)
  })
}

const first = sampleMetadata()
const second = sampleMetadata({ no: 8, digest: 'digest-8', acceptedAt: sampleTime + 1 })

async function assertConflict(
  { metadata, ...storage }: PasskeyStorage,
  accept: (events: readonly EventRecord[]) => Promise<unknown>,
  stored: AcceptedMetadata | undefined,
): Promise<void> {
  assert.equal(await accept([sampleEvent(9)]), 'conflict')
  assert.deepEqual(await metadata?.read(first.root), stored)
  assert.equal((await keptEventIds(storage)).includes(sampleEvent(9).id), false)
}

/** `metadata`, of a storage that has it. */
export const metadata: readonly ConformanceCase[] = [
  ruleOf('metadata.read: undefined for a root without accepted metadata', async (store) => {
    assert.equal(await store.read(first.root), undefined)
    await store.accept(first, undefined, [])
    assert.equal(await store.read('ROOT-1'), undefined)
    assert.deepEqual(await store.read(first.root), first)
  }),

  ruleOf(
    'metadata.accept: stores the first, and each that follows the stored one, with their events',
    async (store, storage) => {
      assert.equal(await store.accept(first, undefined, [sampleEvent(1)]), 'accepted')
      assert.equal(await store.accept(second, first, [sampleEvent(2)]), 'accepted')
      assert.deepEqual(await store.read(first.root), second)
      assert.equal(await store.accept(first, second, [sampleEvent(3)]), 'accepted')
      assert.deepEqual(await store.read(first.root), first)
      assert.deepEqual(
        await keptEventIds(storage),
        [1, 2, 3].map((number) => sampleEvent(number).id),
      )
    },
  ),

  ruleOf('metadata.accept: conflict when something is stored and nothing was expected', async (store, storage) => {
    await store.accept(first, undefined, [])
    await assertConflict(storage, (events) => store.accept(second, undefined, events), first)
  }),

  ruleOf('metadata.accept: conflict when nothing is stored and something was expected', async (store, storage) => {
    await assertConflict(storage, (events) => store.accept(second, first, events), undefined)
  }),

  ruleOf('metadata.accept: conflict when another number or another digest is stored', async (store, storage) => {
    await store.accept(first, undefined, [])
    await assertConflict(storage, (events) => store.accept(second, { ...first, no: 6 }, events), first)
    await assertConflict(storage, (events) => store.accept(second, { ...first, digest: 'DIGEST-7' }, events), first)
  }),

  ruleOf('metadata.accept: each root has its own', async (store) => {
    const other = sampleMetadata({ root: 'root-2', no: 1 })
    await store.accept(first, undefined, [])
    assert.equal(await store.accept(other, undefined, []), 'accepted')
    assert.deepEqual([await store.read(first.root), await store.read(other.root)], [first, other])
  }),

  ruleOf('metadata.accept: rejects an event whose id is stored, and nothing has changed', async (store, storage) => {
    await store.accept(first, undefined, [sampleEvent(1)])
    await assert.rejects(async () => store.accept(second, first, [sampleEvent(1)]))
    assert.deepEqual(await store.read(first.root), first)
    assert.deepEqual(await keptEventIds(storage), [sampleEvent(1).id])
  }),

  ruleOf('metadata.accept: of 20 simultaneous calls with one expectation exactly one is accepted', async (store) => {
    await store.accept(first, undefined, [])
    const calls = Array.from({ length: 20 }, (_, number) =>
      store.accept(sampleMetadata({ no: 100 + number, digest: `digest-${number}` }), first, []),
    )
    const outcomes = await Promise.all(calls)
    assert.deepEqual(outcomes.filter((outcome) => outcome === 'accepted').length, 1)
    assert.equal((await store.read(first.root))?.no, 100 + outcomes.indexOf('accepted'))
  }),
]
