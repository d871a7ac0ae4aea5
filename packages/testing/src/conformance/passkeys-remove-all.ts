import assert from 'node:assert/strict'
import type { EventRecord, PasskeyRecord } from '@latchkey/storage'
import { type ConformanceCase, rule } from './conformance-case.js'
import { enroll } from './enroll.js'
import { keptEventIds } from './kept-event-ids.js'
import { bobs } from './passkeys-change.js'
import {
  sampleAccount,
  sampleCode,
  sampleCredentialId,
  sampleEvent,
  samplePasskey,
  sampleRpId,
  sampleSpend,
  sampleTime,
  sampleTogether,
  sampleUse,
  sampleUserHandle,
} from './sample-records.js'

const second = sampleCredentialId('Y3JlZGVudGlhbC10d28')
const nothingTold = () => []

/** One event for each removed passkey. */
function toldByName(removed: readonly PasskeyRecord[]): readonly EventRecord[] {
  return removed.map(({ name }, number) => sampleEvent(number + 1, { data: { name } }))
}

/** `passkeys.removeAll`. */
export const passkeysRemoveAll: readonly ConformanceCase[] = [
  rule('passkeys.removeAll: deletes every passkey, raises the version, and returns both', async (storage) => {
    const first = await enroll(storage)
    const other = await enroll(storage, { id: second, status: 'suspended', createdAt: sampleTime + 1 })
    const { account: before } = await storage.passkeys.listByUser(sampleRpId, 'alice')
    const answer = await storage.passkeys.removeAll(sampleAccount({ at: sampleTime + 9 }), nothingTold)
    assert.deepEqual(answer, {
      removed: [first, other],
      account: { ...before, version: 2, passkeyCount: 0, activeCount: 0 },
    })
    assert.deepEqual(await storage.passkeys.listByUser(sampleRpId, 'alice'), { passkeys: [], account: answer.account })
    for (const { id } of [first, other]) assert.equal(await storage.passkeys.find(sampleRpId, id), undefined)
  }),

  rule('passkeys.removeAll: stores the events that are made of the removed passkeys', async (storage) => {
    await enroll(storage, { name: 'One' })
    await enroll(storage, { id: second, name: 'Two', createdAt: sampleTime + 1 })
    await storage.passkeys.removeAll(sampleAccount(), toldByName)
    const told = await storage.events.claim(10, 1000, sampleTime)
    assert.deepEqual(
      told.map(({ data }) => data),
      [{ name: 'One' }, { name: 'Two' }],
    )
  }),

  rule('passkeys.removeAll: when tell throws nothing has changed, and the error passes through', async (storage) => {
    await enroll(storage)
    const before = await storage.passkeys.listByUser(sampleRpId, 'alice')
    const cause = new RangeError('not told')
    const removal = async () =>
      storage.passkeys.removeAll(sampleAccount(), () => {
        throw cause
      })
    await assert.rejects(removal, cause)
    assert.deepEqual(await storage.passkeys.listByUser(sampleRpId, 'alice'), before)
  }),

  rule('passkeys.removeAll: touches no other user and no other relying party', async (storage) => {
    await enroll(storage)
    const kept = [await enroll(storage, bobs), await enroll(storage, { rpId: 'other.example' })]
    assert.equal((await storage.passkeys.removeAll(sampleAccount(), nothingTold)).removed.length, 1)
    for (const passkey of kept) {
      const found = await storage.passkeys.find(passkey.rpId, passkey.id)
      assert.deepEqual([found?.passkey, found?.account.version, found?.account.passkeyCount], [passkey, 1, 1])
    }
  }),

  rule('passkeys.removeAll: ceremonies begun before then end in account_changed', async (storage) => {
    await enroll(storage)
    await storage.passkeys.removeAll(sampleAccount(), nothingTold)
    const passkey = samplePasskey({ id: second })
    for (const accountVersion of [0, 1]) {
      const together = sampleTogether({ accountVersion })
      assert.equal(await storage.passkeys.add(passkey, together), 'account_changed')
    }
    assert.equal(await storage.passkeys.add(passkey, sampleTogether({ accountVersion: 2 })), 'added')
    assert.equal(await storage.passkeys.recordUse(sampleUse({ accountVersion: 2 })), 'gone')
  }),

  rule('passkeys.removeAll: creates the account at version 1 if there is none', async (storage) => {
    const answer = await storage.passkeys.removeAll(sampleAccount(), () => [sampleEvent(1)])
    const prompt = { declines: 0, never: false }
    assert.deepEqual(answer, {
      removed: [],
      account: {
        rpId: sampleRpId,
        userId: 'alice',
        userHandle: sampleUserHandle(),
        version: 1,
        passkeyCount: 0,
        activeCount: 0,
        addedCount: 0,
        prompt,
        createdAt: sampleTime,
      },
    })
    assert.equal(await storage.passkeys.add(samplePasskey(), sampleTogether()), 'account_changed')
    assert.deepEqual(await keptEventIds(storage), [sampleEvent(1).id])
  }),

  rule('passkeys.removeAll: a tombstone stays a tombstone, at the next version', async (storage) => {
    await enroll(storage)
    const tombstone = await storage.accounts.purge(sampleAccount(), nothingTold)
    const answer = await storage.passkeys.removeAll(sampleAccount({ at: sampleTime + 1 }), nothingTold)
    assert.deepEqual(answer, { removed: [], account: { ...tombstone, version: 3 } })
  }),

  rule('passkeys.removeAll: answers, codes and what was spent stay', async (storage) => {
    await enroll(storage)
    await storage.codes.create([sampleCode()], [])
    await storage.passkeys.recordUse(sampleUse())
    const prompted = await storage.accounts.recordPrompt({ ...sampleAccount(), what: 'never', events: [] })
    const { account } = await storage.passkeys.removeAll(sampleAccount(), nothingTold)
    assert.deepEqual(account.prompt, prompted.prompt)
    assert.equal(await storage.passkeys.isSpent(sampleUse().spend.id), true)
    assert.equal(await storage.codes.revoke(sampleCode().id, []), 'done')
  }),

  rule('passkeys.removeAll: frees the ids for another user', async (storage) => {
    await enroll(storage)
    await storage.passkeys.removeAll(sampleAccount(), nothingTold)
    const bobsNow = samplePasskey({ ...bobs, id: sampleCredentialId() })
    assert.equal(await storage.passkeys.add(bobsNow, sampleTogether({ spend: [sampleSpend('bob')] })), 'added')
  }),
]
