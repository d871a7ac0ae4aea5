import assert from 'node:assert/strict'
import type { PasskeyStorage, SweepCounts } from '@latchkey/storage'
import { type ConformanceCase, rule } from './conformance-case.js'
import { enroll } from './enroll.js'
import {
  sampleAccount,
  sampleCode,
  sampleCodeSpend,
  sampleCredentialId,
  sampleEvent,
  samplePasskey,
  samplePolicy,
  sampleRpId,
  sampleTime,
  sampleTogether,
  sampleUse,
} from './sample-records.js'

const otherId = sampleCredentialId('b3RoZXItY3JlZGVudGlhbA')
const hour = 3_600_000
const day = 24 * hour

/** No row of any kind that the storage has. */
function noneOf({ deliveries }: PasskeyStorage): SweepCounts {
  const none = { spent: 0, events: 0, codes: 0, rates: 0, removed: 0, unsettled: 0 }
  return deliveries === undefined ? none : { ...none, deliveries: 0 }
}

/** `sweep`, and `schema` where there is one. */
export const sweep: readonly ConformanceCase[] = [
  rule('sweep: deletes nothing from an empty storage', async (storage) => {
    assert.deepEqual(await storage.sweep(sampleTime, 100), noneOf(storage))
  }),

  rule('sweep: deletes what was spent 24 hours after it expired, not before', async (storage) => {
    await enroll(storage)
    const expiresAt = sampleTime + hour
    const spend = { id: 'sign-in-1', expiresAt }
    await storage.passkeys.recordUse(sampleUse({ spend }))
    await storage.sweep(expiresAt + day, 100)
    assert.equal(await storage.passkeys.isSpent(spend.id), true)
    const { spent } = await storage.sweep(expiresAt + day + 1, 100)
    assert.deepEqual([spent, await storage.passkeys.isSpent(spend.id)], [1, false])
  }),

  rule('sweep: what it has deleted stays spent, and so does all that expires no later', async (storage) => {
    await enroll(storage)
    const forgotten = { id: 'sign-in-1', expiresAt: sampleTime + 2 * hour }
    const earlier = { id: 'sign-in-2', expiresAt: sampleTime + hour }
    const later = { id: 'sign-in-3', expiresAt: forgotten.expiresAt + 1 }
    await storage.passkeys.recordUse(sampleUse({ spend: forgotten }))
    assert.equal((await storage.sweep(sampleTime + 400 * day, 100)).spent, 2)
    for (const spend of [forgotten, earlier]) {
      assert.equal(await storage.passkeys.recordUse(sampleUse({ spend })), 'already_spent')
      assert.equal(
        await storage.passkeys.add(samplePasskey({ id: otherId }), { ...sampleTogether(), spend: [spend] }),
        'already_spent',
      )
    }
    await storage.sweep(sampleTime, 100)
    assert.equal(await storage.passkeys.recordUse(sampleUse({ spend: forgotten })), 'already_spent')
    assert.equal(await storage.passkeys.recordUse(sampleUse({ spend: later })), 'recorded')
  }),

  rule('sweep: a code that expired before what was deleted can still be used up', async (storage) => {
    await enroll(storage)
    const expiresAt = sampleTime + 2 * hour
    await storage.passkeys.recordUse(sampleUse({ spend: { id: 'sign-in-1', expiresAt } }))
    await storage.sweep(sampleTime + 400 * day, 100)
    const { expiresAt: _, ...endless } = sampleCode()
    await storage.codes.create([endless], [])
    const spend = [
      { id: 'sign-in-2', expiresAt: expiresAt + 1 },
      { ...sampleCodeSpend(endless.id), expiresAt: 1 },
    ]
    const together = { ...sampleTogether(), accountVersion: 1, spend }
    assert.equal(await storage.passkeys.add(samplePasskey({ id: otherId }), together), 'added')
  }),

  rule('sweep: deletes events 30 days after they were settled, and never unsettled ones', async (storage) => {
    await storage.events.append([sampleEvent(1), sampleEvent(2)])
    await storage.events.acknowledge([sampleEvent(1).id], sampleTime)
    assert.equal((await storage.sweep(sampleTime + 30 * day, 100)).events, 0)
    assert.equal((await storage.sweep(sampleTime + 30 * day + 1, 100)).events, 1)
    assert.equal((await storage.sweep(sampleTime + 3000 * day, 100)).events, 0)
    const left = await storage.events.claim(10, 1000, sampleTime + 3000 * day)
    assert.deepEqual(left, [sampleEvent(2)])
  }),

  rule('sweep: deletes unsettled events only if their age is given, leased ones too', async (storage) => {
    const [one, two, three, four] = [1, 2, 3, 4].map((number) => sampleEvent(number))
    assert.ok(one && two && three && four)
    await storage.events.append([one, two, three, four])
    await storage.events.acknowledge([one.id], sampleTime)
    await storage.events.claim(1, 1000, sampleTime)
    const nothing = noneOf(storage)
    const sweep = (unsettledBefore: number, limit = 100) => storage.sweep(sampleTime, limit, { unsettledBefore })
    assert.deepEqual(await sweep(two.at), nothing)
    assert.deepEqual(await sweep(four.at, 1), { ...nothing, unsettled: 1 })
    assert.deepEqual(await sweep(four.at), { ...nothing, unsettled: 1 })
    assert.deepEqual(await sweep(four.at), nothing)
    const page = await storage.events.page({ rpId: sampleRpId, limit: 10 })
    assert.deepEqual(page.items, [one, four])
  }),

  rule('sweep: an event counts from when it was first settled', async (storage) => {
    await storage.events.append([sampleEvent(1)])
    await storage.events.acknowledge([sampleEvent(1).id], sampleTime)
    await storage.events.acknowledge([sampleEvent(1).id], sampleTime + 20 * day)
    assert.equal((await storage.sweep(sampleTime + 31 * day, 100)).events, 1)
  }),

  rule('sweep: deletes codes 30 days after they expired or were used, and never others', async (storage) => {
    const { expiresAt, ...endless } = sampleCode({ id: 'endless' })
    const end = expiresAt ?? 0
    await storage.codes.create([sampleCode(), { ...endless, id: 'used', usedAt: sampleTime }, endless], [])
    assert.equal((await storage.sweep(sampleTime + 30 * day, 100)).codes, 0)
    assert.equal((await storage.sweep(sampleTime + 30 * day + 1, 100)).codes, 1)
    assert.equal(await storage.codes.revoke('used', []), 'gone')
    assert.equal((await storage.sweep(end + 30 * day, 100)).codes, 0)
    assert.equal((await storage.sweep(end + 30 * day + 1, 100)).codes, 1)
    assert.equal((await storage.sweep(end + 3000 * day, 100)).codes, 0)
    assert.equal(await storage.codes.revoke('endless', []), 'done')
  }),

  rule('sweep: a code that a passkey used up counts from when the passkey was created', async (storage) => {
    const { expiresAt, ...endless } = sampleCode()
    await storage.codes.create([endless], [])
    const spend = [{ ...sampleCodeSpend(endless.id), expiresAt: expiresAt ?? 0 }]
    const together = { spend, limit: 10, accountVersion: 0, events: [] }
    await storage.passkeys.add(samplePasskey({ createdAt: sampleTime + day }), together)
    assert.equal((await storage.sweep(sampleTime + 31 * day, 100)).codes, 0)
    assert.equal((await storage.sweep(sampleTime + 31 * day + 1, 100)).codes, 1)
  }),

  rule('sweep: a ceremony counts from when it expires, not from when it was spent', async (storage) => {
    await enroll(storage)
    const spend = { id: 'sign-in-1', expiresAt: sampleTime + 90 * day }
    await storage.passkeys.recordUse(sampleUse({ spend }))
    await storage.sweep(sampleTime + 80 * day, 100)
    assert.equal(await storage.passkeys.isSpent(spend.id), true)
    assert.equal(await storage.passkeys.recordUse(sampleUse({ spend })), 'already_spent')
  }),

  rule('sweep: leaves codes without a try left, and leased events', async (storage) => {
    const { expiresAt: _, ...endless } = sampleCode({ triesLeft: 0 })
    await storage.codes.create([endless], [sampleEvent(1)])
    await storage.events.claim(10, 1000, sampleTime)
    const { codes, events } = await storage.sweep(sampleTime + 3000 * day, 100)
    assert.deepEqual([codes, events], [0, 0])
    assert.equal(await storage.codes.revoke(endless.id, []), 'done')
  }),

  rule('sweep: deletes nothing when nothing is due', async (storage) => {
    await storage.rates.hit('key', 60, sampleTime)
    assert.deepEqual(await storage.sweep(sampleTime + day, 0), noneOf(storage))
  }),

  rule('sweep: rejects a limit that is not a whole number from 0 on, and deletes nothing', async (storage) => {
    await storage.rates.hit('key', 60, sampleTime)
    for (const limit of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      await assert.rejects(async () => storage.sweep(sampleTime + day, limit), Error, String(limit))
    }
    assert.equal((await storage.sweep(sampleTime + day, 1)).rates, 1)
  }),

  rule('sweep: leaves stored policies', async (storage) => {
    await storage.policies.write(samplePolicy({ enabled: false }), 0, [])
    await storage.sweep(sampleTime + 3000 * day, 100)
    assert.deepEqual(await storage.policies.read(sampleRpId, ['environment']), [samplePolicy({ enabled: false })])
  }),

  rule('sweep: deletes rate windows that have closed', async (storage) => {
    await storage.rates.hit('key', 60, sampleTime)
    assert.equal((await storage.sweep(sampleTime + 59_999, 100)).rates, 0)
    assert.equal((await storage.rates.read('key', sampleTime + 59_999)).count, 1)
    assert.equal((await storage.sweep(sampleTime + 60_000, 100)).rates, 1)
  }),

  rule('sweep: at most limit rows of each kind in one call', async (storage) => {
    const numbers = [1, 2, 3, 4, 5]
    await enroll(storage)
    for (const number of numbers)
      await storage.passkeys.recordUse(sampleUse({ spend: { id: `old-${number}`, expiresAt: 1 } }))
    await storage.events.append(numbers.map((number) => sampleEvent(number)))
    await storage.events.acknowledge(
      numbers.map((number) => sampleEvent(number).id),
      sampleTime,
    )
    await storage.codes.create(
      numbers.map((number) => sampleCode({ id: `code-${number}` })),
      [],
    )
    for (const number of numbers) await storage.rates.hit(`key-${number}`, 60, sampleTime)

    const later = sampleTime + 40 * day
    const rounds = [await storage.sweep(later, 4), await storage.sweep(later, 4), await storage.sweep(later, 4)]
    const nothing = noneOf(storage)
    const full = { ...nothing, spent: 4, events: 4, codes: 4, rates: 4 }
    assert.deepEqual(rounds, [full, { ...nothing, spent: 2, events: 1, codes: 1, rates: 1 }, nothing])
  }),

  rule('sweep: leaves passkeys, accounts and tombstones', async (storage) => {
    const passkey = await enroll(storage)
    await enroll(storage, { rpId: 'other.example' })
    await storage.accounts.purge(sampleAccount({ rpId: 'other.example' }), () => [])
    await storage.sweep(sampleTime + 3000 * day, 100)
    assert.deepEqual((await storage.passkeys.find(sampleRpId, passkey.id))?.passkey, passkey)
    assert.equal((await storage.passkeys.listByUser('other.example', 'alice')).account?.purgedAt, sampleTime)
  }),

  rule('schema: a storage that has one is at its version, and migrating again changes nothing', async (storage) => {
    const passkey = await enroll(storage)
    const before = await storage.schema?.status()
    assert.equal(before?.current, before?.wanted)
    assert.deepEqual(await storage.schema?.migrate(), before)
    assert.deepEqual((await storage.passkeys.find(sampleRpId, passkey.id))?.passkey, passkey)
  }),
]
