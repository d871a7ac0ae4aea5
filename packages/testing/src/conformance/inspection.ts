import assert from 'node:assert/strict'
import type { InspectionStore, PasskeyStorage } from '@latchkey/storage'
import { type ConformanceCase, rule } from './conformance-case.js'
import { enroll } from './enroll.js'
import { keptEventIds } from './kept-event-ids.js'
import {
  sampleAccount,
  sampleCode,
  sampleCredentialId,
  sampleEvent,
  sampleRpId,
  sampleTarget,
  sampleTime,
  sampleUse,
} from './sample-records.js'

const hour = 3_600_000
const day = 24 * hour
const aYear = 366 * day

/** Holds for a storage that can be inspected; passes for any other. */
function ruleOf(name: string, holds: (inspection: InspectionStore, storage: PasskeyStorage) => Promise<void>) {
  return rule(name, async (storage) => {
    if (storage.inspection) await holds(storage.inspection, storage)
  })
}

/** Something of each kind that a sweep deletes a year later; of one code both reasons hold. */
async function fillToSweep(storage: PasskeyStorage): Promise<void> {
  await enroll(storage)
  const events = [sampleEvent(1, { userId: 'bob' })]
  await storage.passkeys.recordUse(sampleUse({ spend: { id: 'sign-in-1', expiresAt: sampleTime + hour }, events }))
  await storage.events.append([sampleEvent(2, { userId: 'bob' })])
  await storage.events.acknowledge([sampleEvent(1).id], sampleTime)
  await storage.codes.create([sampleCode(), sampleCode({ id: 'code-2', usedAt: sampleTime })], [])
  await storage.rates.hit('key', 60, sampleTime)
  await storage.passkeys.remove(sampleTarget(), { keepLastActive: false, at: sampleTime, events: [] })
}

/** `inspection`, of a storage that has it. */
export const inspection: readonly ConformanceCase[] = [
  ruleOf('inspection.relyingParties: none in an empty storage', async (store) => {
    assert.deepEqual(await store.relyingParties(), [])
  }),

  ruleOf(
    'inspection.relyingParties: each with its passkeys and users, in the order of their ids',
    async (store, storage) => {
      await enroll(storage, { rpId: 'old.example' })
      await enroll(storage)
      await enroll(storage, { id: sampleCredentialId('c2Vjb25k'), status: 'suspended', suspendedBy: ['environment'] })
      await enroll(storage, { id: sampleCredentialId('dGhpcmQ'), userId: 'bob' })
      const expected = [
        { rpId: sampleRpId, passkeys: 3, users: 2 },
        { rpId: 'old.example', passkeys: 1, users: 1 },
      ]
      assert.deepEqual(await store.relyingParties(), expected)
    },
  ),

  ruleOf(
    'inspection.relyingParties: no relying party and no user whose passkeys are all gone',
    async (store, storage) => {
      await enroll(storage, { rpId: 'old.example' })
      await enroll(storage)
      await enroll(storage, { id: sampleCredentialId('dGhpcmQ'), userId: 'bob' })
      await storage.passkeys.removeAll(sampleAccount({ rpId: 'old.example' }), () => [])
      await storage.accounts.purge(sampleAccount({ userId: 'bob' }), () => [])
      assert.deepEqual(await store.relyingParties(), [{ rpId: sampleRpId, passkeys: 1, users: 1 }])
    },
  ),

  ruleOf(
    'inspection.sweepable: counts what a sweep then deletes, and deletes nothing itself',
    async (store, storage) => {
      assert.equal(await store.sweepable(sampleTime + aYear, 100), 0)
      await fillToSweep(storage)
      const counted = await store.sweepable(sampleTime + aYear, 100)
      assert.equal(await store.sweepable(sampleTime + aYear, 100), counted)
      const swept = Object.values(await storage.sweep(sampleTime + aYear, 100))
      assert.equal(
        counted,
        swept.reduce((sum, count) => sum + count, 0),
      )
      assert.ok(counted >= 6)
      assert.equal(await store.sweepable(sampleTime + aYear, 100), 0)
      assert.deepEqual(await keptEventIds(storage), [sampleEvent(2).id])
    },
  ),

  ruleOf(
    'inspection.sweepable: counts what was spent 24 hours after it expired, not before',
    async (store, storage) => {
      await enroll(storage)
      const expiresAt = sampleTime + 100 * hour
      await storage.passkeys.recordUse(sampleUse({ spend: { id: 'sign-in-1', expiresAt } }))
      const before = await store.sweepable(expiresAt + day, 100)
      assert.deepEqual([before, await store.sweepable(expiresAt + day + 1, 100)], [1, 2])
    },
  ),

  ruleOf('inspection.sweepable: counts a rate window when it has closed, not before', async (store, storage) => {
    await storage.rates.hit('key', 60, sampleTime)
    const end = sampleTime + 60_000
    assert.deepEqual([await store.sweepable(end - 1, 10), await store.sweepable(end, 10)], [0, 1])
  }),

  ruleOf('inspection.sweepable: at most limit rows of each kind', async (store, storage) => {
    await fillToSweep(storage)
    const all = await store.sweepable(sampleTime + aYear, 100)
    const swept = await storage.sweep(sampleTime + aYear, 0)
    assert.ok(Object.values(swept).every((count) => count === 0))
    const kinds = await store.sweepable(sampleTime + aYear, 1)
    assert.deepEqual([kinds < all, await store.sweepable(sampleTime + aYear, 0)], [true, 0])
    const one = Object.values(await storage.sweep(sampleTime + aYear, 1))
    assert.equal(
      kinds,
      one.reduce((sum, count) => sum + count, 0),
    )
  }),

  ruleOf(
    'inspection.unsettled: counts leased events too, and those of this relying party only',
    async (store, storage) => {
      assert.deepEqual(await store.unsettled(sampleRpId, 10), { count: 0 })
      await storage.events.append([
        sampleEvent(3, { at: sampleTime + 3 }),
        sampleEvent(2, { at: sampleTime + 2 }),
        sampleEvent(1, { at: sampleTime + 1, rpId: 'old.example' }),
      ])
      await storage.events.claim(10, 1000, sampleTime)
      assert.deepEqual(await store.unsettled(sampleRpId, 10), { count: 2, oldestAt: sampleTime + 2 })
      await storage.events.acknowledge([sampleEvent(2).id], sampleTime)
      assert.deepEqual(await store.unsettled(sampleRpId, 10), { count: 1, oldestAt: sampleTime + 3 })
    },
  ),

  ruleOf('inspection.unsettled: counts no further than limit', async (store, storage) => {
    await storage.events.append([sampleEvent(1, { at: sampleTime }), sampleEvent(2), sampleEvent(3)])
    assert.deepEqual(await store.unsettled(sampleRpId, 2), { count: 2, oldestAt: sampleTime })
  }),

  ruleOf(
    'inspection: rejects a limit that is not a whole number from 0 on, and an id that does not fit',
    async (store) => {
      for (const limit of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
        await assert.rejects(async () => store.sweepable(sampleTime, limit), RangeError)
        await assert.rejects(async () => store.unsettled(sampleRpId, limit), RangeError)
      }
      await assert.rejects(async () => store.unsettled('a'.repeat(256), 10), RangeError)
    },
  ),

  ruleOf('inspection.server: the clock is that of the present, and each issue is a sentence', async (store) => {
    const { now, issues } = await store.server()
    assert.ok(Number.isSafeInteger(now) && Math.abs(now - Date.now()) < hour)
    assert.ok(issues.every((issue) => /^\S.*\.$/.test(issue)))
  }),
]
