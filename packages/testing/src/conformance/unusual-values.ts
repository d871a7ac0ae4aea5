import assert from 'node:assert/strict'
import type { PasskeyRecord, PasskeyStorage } from '@latchkey/storage'
import { likeTexts } from './comparisons.js'
import { type ConformanceCase, rule } from './conformance-case.js'
import { enroll } from './enroll.js'
import {
  sampleCode,
  sampleCredentialId,
  sampleEvent,
  samplePolicy,
  sampleRpId,
  sampleTarget,
  sampleTime,
  sampleUse,
  sampleUserHandle,
} from './sample-records.js'

/** The longest there is: 1023 bytes as base64url. */
const longId = sampleCredentialId('A'.repeat(1364))

const ofUser = (userId: string, id: string) => ({
  userId,
  id: sampleCredentialId(id),
  userHandle: sampleUserHandle('eA'),
})

async function assertKept({ passkeys }: PasskeyStorage, passkey: PasskeyRecord): Promise<void> {
  assert.deepEqual((await passkeys.find(passkey.rpId, passkey.id))?.passkey, passkey)
}

/** Values at the edge, which one database or another would cut, fold or round. */
export const unusualValues: readonly ConformanceCase[] = [
  rule('unusual values: two ids of 1023 bytes that differ in the last character', async (storage) => {
    const other = sampleCredentialId(`${'A'.repeat(1363)}B`)
    await assertKept(storage, await enroll(storage, { id: longId }))
    await assertKept(storage, await enroll(storage, { id: other, name: 'Other' }))
  }),

  rule('unusual values: names keep their normal form, their case and their spaces', async (storage) => {
    await enroll(storage)
    for (const name of likeTexts) {
      await storage.passkeys.rename(sampleTarget(), name, [])
      assert.equal((await storage.passkeys.find(sampleRpId, sampleCredentialId()))?.passkey.name, name)
    }
  }),

  rule('unusual values: texts that look like SQL, patterns and paths are texts', async (storage) => {
    const texts = ["'; drop table x; --", '%', '_', '\\', '"', '$1', '?', ':a', '../..', '__proto__', '{}', 'null']
    for (const [number, userId] of texts.entries())
      await enroll(storage, { ...ofUser(userId, `aWQ${number}y`), name: userId })
    for (const userId of texts) {
      const { passkeys } = await storage.passkeys.listByUser(sampleRpId, userId)
      assert.deepEqual([passkeys.length, passkeys[0]?.name], [1, userId])
    }
  }),

  rule('unusual values: the highest sign count, and dates past 2038', async (storage) => {
    const late = Date.UTC(9999, 11, 31, 23, 59, 59, 999)
    const highest = 2 ** 32 - 1
    await assertKept(
      storage,
      await enroll(storage, { signCount: highest - 1, createdAt: late, lastUsedAt: late, signInCount: highest }),
    )
    const change = { ...sampleUse().change, signCount: highest, lastUsedAt: late }
    assert.equal(await storage.passkeys.recordUse(sampleUse({ expectedSignCount: highest - 1, change })), 'recorded')
    const found = await storage.passkeys.find(sampleRpId, sampleCredentialId())
    assert.deepEqual(
      [found?.passkey.signCount, found?.passkey.lastUsedAt, found?.account.createdAt],
      [highest, late, late],
    )
  }),

  rule('unusual values: every byte, none, many, and a view into a longer buffer', async (storage) => {
    const all = Uint8Array.from({ length: 256 }, (_, byte) => byte)
    const keys = [all, new Uint8Array(0), new Uint8Array(4096).fill(255), all.subarray(100, 103)]
    for (const [number, publicKey] of keys.entries()) {
      const passkey = await enroll(storage, { id: sampleCredentialId(`aWQ${number}z`), publicKey })
      const kept = (await storage.passkeys.find(sampleRpId, passkey.id))?.passkey.publicKey
      assert.deepEqual(kept, new Uint8Array(publicKey))
      assert.equal(kept?.buffer.byteLength, publicKey.length, 'the bytes come with a longer buffer')
    }
  }),

  rule('unusual values: unknown transports, and none', async (storage) => {
    await assertKept(storage, await enroll(storage, { transports: ['smart-card', 'x,y', ''] }))
    await assertKept(storage, await enroll(storage, { id: longId, transports: [] }))
  }),

  rule('unusual values: an empty text is not an absent one', async (storage) => {
    await assertKept(storage, await enroll(storage, { organizationId: '', enrolledBy: '' }))
    const event = sampleEvent(1, { organizationId: '', actor: { type: 'admin', id: '' } })
    const code = sampleCode({ createdBy: '', organizationId: '' })
    await storage.codes.create([code], [event])
    assert.deepEqual(await storage.codes.tryRedeem(code.id, code.hash, sampleTime), {
      code: { ...code, redemptionsLeft: 19 },
    })
    assert.deepEqual(await storage.events.claim(10, 1000, sampleTime), [event])
    const policy = samplePolicy({ changedBy: '' })
    await storage.policies.write(policy, 0, [])
    assert.deepEqual(await storage.policies.read(sampleRpId, ['environment']), [policy])
  }),

  rule('unusual values: times past 2038 in every record, and the very first', async (storage) => {
    const late = Date.UTC(9999, 11, 31, 23, 59, 59, 999)
    for (const [number, at] of [late, 0].entries()) {
      const code = sampleCode({ id: `code-${number}`, expiresAt: at + 1 })
      const event = sampleEvent(number, { at })
      await storage.codes.create([code], [event])
      const answer = await storage.codes.tryRedeem(code.id, code.hash, at)
      assert.deepEqual(answer, { code: { ...code, redemptionsLeft: 19 } })
      assert.deepEqual(await storage.events.claim(1, 1000, at), [event])
      const policy = samplePolicy({ scope: `organization:${number}`, changedAt: at })
      await storage.policies.write(policy, 0, [])
      assert.deepEqual(await storage.policies.read(sampleRpId, [policy.scope]), [policy])
      const target = { rpId: sampleRpId, userId: `user-${number}` }
      const prompted = { ...target, userHandle: sampleUserHandle(), at, what: 'declined', events: [] } as const
      const { prompt, createdAt } = await storage.accounts.recordPrompt(prompted)
      assert.deepEqual([prompt.declinedAt, createdAt], [at, at])
      assert.equal(
        (await storage.accounts.purge({ ...target, userHandle: sampleUserHandle(), at }, () => [])).purgedAt,
        at,
      )
      assert.equal((await storage.rates.hit(`key-${number}`, 60, at)).resetsAt, at + 60_000)
    }
  }),
]
