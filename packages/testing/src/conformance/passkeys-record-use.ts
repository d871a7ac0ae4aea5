import assert from 'node:assert/strict'
import type { AttestationRecord, RecordUse, RecordUseOutcome } from '@latchkey/storage'
import { assertRefused } from './assert-refused.js'
import { type ConformanceCase, rule } from './conformance-case.js'
import { enroll } from './enroll.js'
import { keptEventIds } from './kept-event-ids.js'
import {
  sampleCredentialId,
  sampleEvent,
  samplePasskey,
  sampleRpId,
  sampleSpend,
  sampleTarget,
  sampleTime,
  sampleUse,
  sampleUserHandle,
} from './sample-records.js'

const change = sampleUse().change
const otherId = sampleCredentialId('Y3JlZGVudGlhbC10d28')

/** An attestation with five certificates of the maximum length, which is not checked yet. */
const unjudged: AttestationRecord = {
  format: 'packed',
  type: 'unjudged',
  trusted: false,
  chain: ['MA', ...Array.from({ length: 4 }, (_, index) => String(index).repeat(21_846))],
}

/** Each use breaks one thing; the rest of it would be recorded. */
const refusals: readonly [rule: string, RecordUseOutcome, Partial<RecordUse>][] = [
  ['gone for an unknown id', 'gone', { id: sampleCredentialId('dW5rbm93bg') }],
  ['gone for another owner', 'gone', { userId: 'bob' }],
  ['gone at another relying party', 'gone', { rpId: 'other.example' }],
  ['account_changed when the version is higher', 'account_changed', { accountVersion: 0 }],
  ['account_changed when the version is lower', 'account_changed', { accountVersion: 2 }],
  ['sign_count_moved when the stored count is another', 'sign_count_moved', { expectedSignCount: 1 }],
]

/** `passkeys.recordUse`. */
export const passkeysRecordUse: readonly ConformanceCase[] = [
  rule('passkeys.recordUse: counts the sign-in and sets what the change says', async (storage) => {
    const passkey = await enroll(storage, { signCount: 4 })
    const changed = {
      signCount: 9,
      lastUsedAt: sampleTime + 7,
      backupEligible: false,
      backedUp: false,
      userVerified: true,
    }
    assert.equal(await storage.passkeys.recordUse(sampleUse({ expectedSignCount: 4, change: changed })), 'recorded')
    const found = await storage.passkeys.find(sampleRpId, passkey.id)
    assert.deepEqual(found?.passkey, { ...passkey, ...changed, signInCount: 1 })
    assert.deepEqual([found?.account.passkeyCount, found?.account.version], [1, 1])
  }),

  rule('passkeys.recordUse: touches no other passkey', async (storage) => {
    await enroll(storage)
    const other = await enroll(storage, { id: otherId })
    const elsewhere = await enroll(storage, { rpId: 'other.example' })
    await storage.passkeys.recordUse(sampleUse())
    assert.deepEqual((await storage.passkeys.find(sampleRpId, other.id))?.passkey, other)
    assert.deepEqual((await storage.passkeys.find('other.example', elsewhere.id))?.passkey, elsewhere)
  }),

  rule('passkeys.recordUse: the sign count never goes down', async (storage) => {
    await enroll(storage, { signCount: 9 })
    const lower = sampleUse({ expectedSignCount: 9, change: { ...change, signCount: 3 } })
    assert.equal(await storage.passkeys.recordUse(lower), 'recorded')
    assert.equal((await storage.passkeys.find(sampleRpId, sampleCredentialId()))?.passkey.signCount, 9)
  }),

  rule('passkeys.recordUse: userVerified goes from false to true, and never back', async (storage) => {
    await enroll(storage, { userVerified: false })
    const seen = []
    for (const userVerified of [false, true, false]) {
      const spend = sampleSpend(`use-${seen.length}`)
      await storage.passkeys.recordUse(sampleUse({ spend, change: { ...change, userVerified } }))
      seen.push((await storage.passkeys.find(sampleRpId, sampleCredentialId()))?.passkey.userVerified)
    }
    assert.deepEqual(seen, [false, true, true])
  }),

  rule('passkeys.recordUse: usedHere goes to true where the change says so, and never back', async (storage) => {
    const enrolled = await enroll(storage, { userVerified: false, hadSecondFactor: true })
    const seen = []
    for (const used of [{}, { usedHere: true }, {}] as const) {
      const changed = { ...change, userVerified: false, ...used }
      await storage.passkeys.recordUse(sampleUse({ spend: sampleSpend(`use-${seen.length}`), change: changed }))
      seen.push((await storage.passkeys.find(sampleRpId, enrolled.id))?.passkey)
    }
    assert.deepEqual(
      seen.map((passkey) => passkey?.usedHere),
      [undefined, true, true],
    )
    assert.deepEqual([seen[2]?.hadSecondFactor, seen[2]?.userVerified], [true, false])
  }),

  rule('passkeys.recordUse: backup flags go both ways', async (storage) => {
    await enroll(storage)
    for (const flags of [
      { backupEligible: false, backedUp: false },
      { backupEligible: true, backedUp: true },
    ]) {
      const use = sampleUse({ spend: sampleSpend(`use-${flags.backedUp}`), change: { ...change, ...flags } })
      await storage.passkeys.recordUse(use)
      const found = await storage.passkeys.find(sampleRpId, sampleCredentialId())
      assert.deepEqual([found?.passkey.backupEligible, found?.passkey.backedUp], [flags.backupEligible, flags.backedUp])
    }
  }),

  rule(
    'passkeys.recordUse: the last use is the one that was recorded last, even when its time is earlier',
    async (storage) => {
      await enroll(storage)
      for (const lastUsedAt of [sampleTime + 9, sampleTime + 3]) {
        const use = sampleUse({ spend: sampleSpend(`use-${lastUsedAt}`), change: { ...change, lastUsedAt } })
        assert.equal(await storage.passkeys.recordUse(use), 'recorded')
        const found = await storage.passkeys.find(sampleRpId, sampleCredentialId())
        assert.equal(found?.passkey.lastUsedAt, lastUsedAt)
      }
    },
  ),

  rule('passkeys.recordUse: replaces the attestation if the use has one', async (storage) => {
    await enroll(storage, { attestation: unjudged })
    const attestations = [undefined, { format: 'tpm', type: 'certified', trusted: true }, undefined] as const
    const seen = []
    for (const [number, attestation] of attestations.entries()) {
      const changed = { ...change, ...(attestation && { attestation }) }
      await storage.passkeys.recordUse(sampleUse({ spend: sampleSpend(`use-${number}`), change: changed }))
      seen.push((await storage.passkeys.find(sampleRpId, sampleCredentialId()))?.passkey.attestation)
    }
    assert.deepEqual(seen, [unjudged, attestations[1], attestations[1]])
  }),

  rule('passkeys.recordUse: stores the events with the use', async (storage) => {
    await enroll(storage)
    await storage.passkeys.recordUse(sampleUse({ events: [sampleEvent(1), sampleEvent(2)] }))
    assert.deepEqual(await keptEventIds(storage), [sampleEvent(1).id, sampleEvent(2).id])
  }),

  ...refusals.map(([name, answer, broken]) =>
    rule(`passkeys.recordUse: ${name}, and nothing has changed`, async (storage) => {
      const { passkeys } = storage
      await enroll(storage)
      await enroll(storage, { id: otherId, userId: 'bob', userHandle: sampleUserHandle('Ym9i') })
      await assertRefused(storage, answer, (events) => passkeys.recordUse(sampleUse({ ...broken, events })))
      assert.equal(await passkeys.isSpent(sampleUse().spend.id), false)
      assert.equal(await passkeys.recordUse(sampleUse()), 'recorded')
    }),
  ),

  rule('passkeys.recordUse: gone for a suspended passkey', async (storage) => {
    await enroll(storage, { status: 'suspended' })
    await assertRefused(storage, 'gone', (events) => storage.passkeys.recordUse(sampleUse({ events })))
  }),

  rule('passkeys.recordUse: already_spent for what a use or an addition has spent', async (storage) => {
    await enroll(storage)
    await storage.passkeys.recordUse(sampleUse())
    await assertRefused(storage, 'already_spent', (events) => storage.passkeys.recordUse(sampleUse({ events })))
    const spend = sampleSpend(`enroll-0-${sampleRpId}-alice`)
    assert.equal(await storage.passkeys.recordUse(sampleUse({ spend })), 'already_spent')
    const add = storage.passkeys.add(samplePasskey({ id: otherId }), {
      spend: [sampleUse().spend],
      limit: 10,
      accountVersion: 1,
      events: [],
    })
    assert.equal(await add, 'already_spent')
  }),

  rule('passkeys.recordUse: the result of the earliest step comes first', async ({ passkeys, ...storage }) => {
    const passkey = await enroll({ passkeys, ...storage })
    const spent = sampleSpend('spent')
    await passkeys.recordUse(sampleUse({ spend: spent }))
    await passkeys.setStatus(sampleTarget(), { scope: 'environment', status: 'suspended' }, [])
    const wrong = sampleUse({ accountVersion: 9, expectedSignCount: 9 })
    assert.equal(await passkeys.recordUse({ ...wrong, spend: spent }), 'already_spent')
    assert.equal(await passkeys.recordUse(wrong), 'gone')
    await passkeys.setStatus(passkey, { scope: 'environment', status: 'active' }, [])
    assert.equal(await passkeys.recordUse(wrong), 'account_changed')
  }),
]
