import assert from 'node:assert/strict'
import { atOnce } from './at-once.js'
import { type ConformanceCase, rule } from './conformance-case.js'
import { enroll } from './enroll.js'
import {
  sampleCode,
  sampleCredentialId,
  samplePasskey,
  sampleRpId,
  sampleSpend,
  sampleTogether,
  sampleUserHandle,
} from './sample-records.js'

const numbered = (number: number) => sampleCredentialId(`Y3JlZGVudGlhbC0${number}`)

/** Simultaneous calls of `passkeys.add`: exactly as many succeed as may. */
export const passkeysAddRaces: readonly ConformanceCase[] = [
  rule('passkeys.add: of 20 simultaneous calls with one spend exactly one adds', async (storage) => {
    await enroll(storage)
    const together = sampleTogether({ accountVersion: 1, limit: 100 })
    const answers = await atOnce(20, (number) =>
      storage.passkeys.add(samplePasskey({ id: numbered(number) }), together),
    )
    assert.deepEqual(answers, { added: 1, already_spent: 19 })
    const { passkeys, account } = await storage.passkeys.listByUser(sampleRpId, 'alice')
    assert.deepEqual([passkeys.length, account?.passkeyCount, account?.activeCount], [2, 2, 2])
  }),

  rule('passkeys.add: of 20 simultaneous calls at 9 of 10 exactly one adds', async (storage) => {
    for (let number = 100; number < 109; number++) await enroll(storage, { id: numbered(number) })
    const answers = await atOnce(20, (number) => {
      const spend = [sampleSpend(`race-${number}`)]
      return storage.passkeys.add(samplePasskey({ id: numbered(number) }), sampleTogether({ spend, accountVersion: 1 }))
    })
    assert.deepEqual(answers, { added: 1, limit_reached: 19 })
    const { passkeys, account } = await storage.passkeys.listByUser(sampleRpId, 'alice')
    assert.deepEqual([passkeys.length, account?.passkeyCount], [10, 10])
  }),

  rule('passkeys.add: of 20 simultaneous first passkeys of one user exactly one makes the account', async (storage) => {
    const answers = await atOnce(20, (number) => {
      const userHandle = sampleUserHandle(`aGFuZGxl${number}`)
      const spend = [sampleSpend(`race-${number}`)]
      return storage.passkeys.add(samplePasskey({ id: numbered(number), userHandle }), sampleTogether({ spend }))
    })
    assert.deepEqual(answers, { added: 1, account_changed: 19 })
    const { passkeys, account } = await storage.passkeys.listByUser(sampleRpId, 'alice')
    assert.deepEqual([passkeys.length, account?.passkeyCount], [1, 1])
    assert.equal(passkeys[0]?.userHandle, account?.userHandle)
  }),

  rule('passkeys.add: of 20 users who simultaneously add one id exactly one gets it', async (storage) => {
    const answers = await atOnce(20, (number) => {
      const spend = [sampleSpend(`race-${number}`)]
      return storage.passkeys.add(samplePasskey({ userId: `user-${number}` }), sampleTogether({ spend }))
    })
    assert.deepEqual(answers, { added: 1, duplicate: 19 })
    assert.equal((await storage.passkeys.page({ rpId: sampleRpId, limit: 100 })).items.length, 1)
  }),

  rule('passkeys.add: of 20 simultaneous ceremonies with one code exactly one adds', async (storage) => {
    await storage.codes.create([sampleCode()], [])
    await enroll(storage)
    const answers = await atOnce(20, (number) => {
      const spend = [sampleSpend(`race-${number}`), sampleSpend(sampleCode().id)]
      const together = sampleTogether({ spend, accountVersion: 1, limit: 100 })
      return storage.passkeys.add(samplePasskey({ id: numbered(number) }), together)
    })
    assert.deepEqual(answers, { added: 1, already_spent: 19 })
  }),
]
