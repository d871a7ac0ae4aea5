import assert from 'node:assert/strict'
import { assertRefused } from './assert-refused.js'
import { type ConformanceCase, rule } from './conformance-case.js'
import { enroll } from './enroll.js'
import { keptEventIds } from './kept-event-ids.js'
import { bobs, wrongTargets } from './passkeys-change.js'
import {
  sampleCredentialId,
  sampleEvent,
  samplePasskey,
  sampleRpId,
  sampleSpend,
  sampleTarget,
  sampleTime,
  sampleTogether,
} from './sample-records.js'

const second = sampleCredentialId('Y3JlZGVudGlhbC10d28')
const third = sampleCredentialId('Y3JlZGVudGlhbC10aHJlZQ')
const freely = { keepLastActive: false, at: sampleTime, events: [] } as const
const carefully = { keepLastActive: true, at: sampleTime, events: [] } as const

/** `passkeys.remove`. */
export const passkeysRemove: readonly ConformanceCase[] = [
  rule('passkeys.remove: deletes the passkey and lowers the counts', async (storage) => {
    await enroll(storage)
    const other = await enroll(storage, { id: second })
    assert.equal(await storage.passkeys.remove(sampleTarget(), carefully), 'removed')
    const { passkeys, account } = await storage.passkeys.listByUser(sampleRpId, 'alice')
    assert.deepEqual(passkeys, [other])
    assert.deepEqual([account?.passkeyCount, account?.activeCount, account?.version], [1, 1, 1])
    assert.equal(await storage.passkeys.find(sampleRpId, sampleCredentialId()), undefined)
  }),

  rule('passkeys.remove: frees the id for another user', async (storage) => {
    await enroll(storage)
    await storage.passkeys.remove(sampleTarget(), freely)
    await enroll(storage, { ...bobs, id: sampleCredentialId() })
    assert.equal((await storage.passkeys.find(sampleRpId, sampleCredentialId()))?.passkey.userId, 'bob')
  }),

  rule('passkeys.remove: removes the last active passkey without keepLastActive', async (storage) => {
    await enroll(storage)
    assert.equal(await storage.passkeys.remove(sampleTarget(), freely), 'removed')
    const { account } = await storage.passkeys.listByUser(sampleRpId, 'alice')
    assert.deepEqual([account?.passkeyCount, account?.activeCount], [0, 0])
  }),

  rule('passkeys.remove: removes a suspended passkey without keepLastActive', async (storage) => {
    await enroll(storage, { status: 'suspended' })
    await enroll(storage, { id: second })
    assert.equal(await storage.passkeys.remove(sampleTarget(), freely), 'removed')
    const { account } = await storage.passkeys.listByUser(sampleRpId, 'alice')
    assert.deepEqual([account?.passkeyCount, account?.activeCount], [1, 1])
  }),

  rule('passkeys.remove: addedCount counts every addition, and does not go down', async (storage) => {
    const counted = async () => (await storage.passkeys.listByUser(sampleRpId, 'alice')).account?.addedCount
    await enroll(storage)
    await enroll(storage, { id: second })
    assert.equal(await counted(), 2)
    await storage.passkeys.remove(sampleTarget(), freely)
    assert.equal(await counted(), 2)
    const together = sampleTogether({ spend: [sampleSpend('again')], accountVersion: 1 })
    assert.equal(await storage.passkeys.add(samplePasskey({ id: third }), together), 'added')
    assert.equal(await counted(), 3)
  }),

  rule('passkeys.remove: changed while a passkey was added that the caller has not seen', async (storage) => {
    await enroll(storage)
    await enroll(storage, { id: second })
    const unseen = { ...carefully, addedCount: 1 }
    await assertRefused(storage, 'changed', (events) => storage.passkeys.remove(sampleTarget(), { ...unseen, events }))
  }),

  rule('passkeys.remove: changed comes before last, and gone before both', async (storage) => {
    await enroll(storage)
    const unseen = { ...carefully, addedCount: 0 }
    assert.equal(await storage.passkeys.remove(sampleTarget({ id: third }), unseen), 'gone')
    await assertRefused(storage, 'changed', (events) => storage.passkeys.remove(sampleTarget(), { ...unseen, events }))
  }),

  rule('passkeys.remove: removes if the caller has seen every addition', async (storage) => {
    await enroll(storage)
    await enroll(storage, { id: second })
    assert.equal(await storage.passkeys.remove(sampleTarget(), { ...carefully, addedCount: 2 }), 'removed')
  }),

  rule('passkeys.remove: stores the events with the removal', async (storage) => {
    await enroll(storage)
    await storage.passkeys.remove(sampleTarget(), { ...freely, events: [sampleEvent(1)] })
    assert.deepEqual(await keptEventIds(storage), [sampleEvent(1).id])
  }),

  ...wrongTargets.flatMap(([who, target]) =>
    [false, true].map((keepLastActive) =>
      rule(
        `passkeys.remove: gone for ${who}, keepLastActive ${keepLastActive}, and nothing has changed`,
        async (storage) => {
          await enroll(storage)
          await enroll(storage, bobs)
          await assertRefused(storage, 'gone', (events) =>
            storage.passkeys.remove(target, { keepLastActive, at: sampleTime, events }),
          )
        },
      ),
    ),
  ),

  rule('passkeys.remove: the second removal of one passkey is gone', async (storage) => {
    await enroll(storage)
    await storage.passkeys.remove(sampleTarget(), freely)
    await assertRefused(storage, 'gone', (events) => storage.passkeys.remove(sampleTarget(), { ...freely, events }))
  }),

  rule('passkeys.remove: last for the only active passkey, whatever is suspended beside it', async (storage) => {
    await enroll(storage)
    await enroll(storage, { id: second, status: 'suspended' })
    await assertRefused(storage, 'last', (events) => storage.passkeys.remove(sampleTarget(), { ...carefully, events }))
  }),

  rule('passkeys.remove: last if the remaining ones do not count', async (storage) => {
    await enroll(storage)
    await enroll(storage, { id: second })
    const one = { ...carefully, unusableOthers: 1 }
    await assertRefused(storage, 'last', (events) => storage.passkeys.remove(sampleTarget(), { ...one, events }))
  }),

  rule('passkeys.remove: removes while more are left than do not count', async (storage) => {
    await enroll(storage)
    await enroll(storage, { id: second })
    await enroll(storage, { id: third })
    assert.equal(await storage.passkeys.remove(sampleTarget(), { ...carefully, unusableOthers: 1 }), 'removed')
  }),

  rule('passkeys.remove: unusableOthers has no effect without keepLastActive', async (storage) => {
    await enroll(storage)
    assert.equal(await storage.passkeys.remove(sampleTarget(), { ...freely, unusableOthers: 1 }), 'removed')
  }),

  rule('passkeys.remove: last for a suspended passkey, whatever is active beside it', async (storage) => {
    await enroll(storage, { status: 'suspended' })
    await enroll(storage, { id: second })
    await assertRefused(storage, 'last', (events) => storage.passkeys.remove(sampleTarget(), { ...carefully, events }))
  }),
]
