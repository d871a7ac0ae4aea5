import assert from 'node:assert/strict'
import type { PasskeyStorage } from '@latchkey/storage'
import { assertRefused } from './assert-refused.js'
import { type ConformanceCase, rule } from './conformance-case.js'
import { enroll } from './enroll.js'
import {
  sampleAccount,
  sampleCode,
  sampleCredentialId,
  sampleEvent,
  samplePolicy,
  sampleRpId,
  sampleSpend,
  sampleTarget,
  sampleTime,
  sampleUse,
} from './sample-records.js'

/** Texts that a collation, a normal form or a rule about spaces would treat as equal. */
export const likeTexts: readonly string[] = [
  'Zoë',
  'Zoe\u0308',
  'zoë',
  'Zoe',
  'Zoë ',
  ' Zoë',
  'Zoë\t',
  'Zoe\u200b',
  'ZOË',
  'Straße',
  'Strasse',
  'ﬁ',
  'fi',
  'İ',
  'i',
]

const [zoe = '', ...others] = likeTexts
const target = sampleTarget({ userId: zoe })

/** The results of each verb for the owner's passkey and a user whose id looks like the owner's. */
async function assertStranger({ passkeys, accounts }: PasskeyStorage, userId: string): Promise<void> {
  const stranger = { ...target, userId }
  assert.deepEqual(await passkeys.listByUser(sampleRpId, userId), { passkeys: [] })
  assert.equal(await passkeys.recordUse(sampleUse(stranger)), 'gone')
  assert.equal(await passkeys.rename(stranger, 'Stolen', []), 'gone')
  assert.equal(await passkeys.setStatus(stranger, { scope: 'environment', status: 'suspended' }, []), 'gone')
  assert.equal(await passkeys.remove(stranger, { keepLastActive: false, at: sampleTime, events: [] }), 'gone')
  const strangers = sampleAccount({ userId })
  assert.equal((await accounts.raiseVersion(strangers, [])).version, 1)
  assert.deepEqual((await passkeys.removeAll(strangers, () => [])).removed, [])
  assert.equal((await accounts.purge(strangers, () => [])).version, 3)
}

/** Ids are compared by bytes: each verb, with ids that some database treats as equal. */
export const comparisons: readonly ConformanceCase[] = [
  rule('comparison by bytes: a user id that looks like that of the owner is another', async (storage) => {
    await enroll(storage, { userId: zoe })
    const before = await storage.passkeys.find(sampleRpId, target.id)
    for (const userId of others) await assertStranger(storage, userId)
    assert.deepEqual(await storage.passkeys.find(sampleRpId, target.id), before)
  }),

  rule('comparison by bytes: user ids that look alike are different users', async (storage) => {
    for (const [number, userId] of likeTexts.entries()) {
      await enroll(storage, { id: sampleCredentialId(`aWQ${number}x`), userId })
    }
    for (const userId of likeTexts) {
      const { passkeys, account } = await storage.passkeys.listByUser(sampleRpId, userId)
      assert.deepEqual([passkeys.length, account?.passkeyCount, passkeys[0]?.userId], [1, 1, userId])
    }
  }),

  rule('comparison by bytes: a relying party that looks like that of the passkey is another', async (storage) => {
    await enroll(storage)
    for (const rpId of ['EXAMPLE.com', 'example.com ', ' example.com', 'example.com.', 'éxample.com']) {
      assert.equal(await storage.passkeys.find(rpId, sampleCredentialId()), undefined)
      assert.deepEqual(await storage.passkeys.page({ rpId, limit: 10 }), { items: [] })
      await assertRefused(storage, 'gone', (events) => storage.passkeys.recordUse(sampleUse({ rpId, events })))
    }
  }),

  rule('comparison by bytes: credential ids that differ in case or in the last character only', async (storage) => {
    const ids = ['QUJD', 'qujd', 'QUJd', 'QUJ', 'QUJDA'].map((id) => sampleCredentialId(id))
    const kept = []
    for (const id of ids) kept.push(await enroll(storage, { id, name: `Named ${id}` }))
    for (const passkey of kept)
      assert.deepEqual((await storage.passkeys.find(sampleRpId, passkey.id))?.passkey, passkey)
    const absent = sampleTarget({ id: sampleCredentialId('quJD') })
    assert.equal(await storage.passkeys.remove(absent, { keepLastActive: false, at: sampleTime, events: [] }), 'gone')
    assert.equal(await storage.passkeys.find(sampleRpId, absent.id), undefined)
  }),

  rule('comparison by bytes: ids are in the order of their bytes, not of a language', async (storage) => {
    const inOrder = ['-A', '-a', '0A', '9a', 'A-', 'AA', 'Aa', 'B_', 'Z', '_A', 'a-', 'aA', 'aa', 'b', 'z-']
    for (const id of inOrder.toReversed()) await enroll(storage, { id: sampleCredentialId(id) })
    const listed = await storage.passkeys.listByUser(sampleRpId, 'alice')
    assert.deepEqual(
      listed.passkeys.map(({ id }) => id),
      inOrder,
    )
    const walked: string[] = []
    let after = ''
    for (const _ of inOrder) {
      const { items, next = 'z-' } = await storage.passkeys.page({ rpId: sampleRpId, after, limit: 2 })
      walked.push(...items.map(({ id }) => id))
      after = next
    }
    assert.deepEqual(walked, inOrder)
  }),

  rule('comparison by bytes: spends that look alike are each spent once', async (storage) => {
    await enroll(storage)
    for (const id of likeTexts) {
      assert.equal(await storage.passkeys.isSpent(id), false)
      assert.equal(await storage.passkeys.recordUse(sampleUse({ spend: sampleSpend(id) })), 'recorded')
      assert.equal(await storage.passkeys.recordUse(sampleUse({ spend: sampleSpend(id) })), 'already_spent')
    }
  }),

  rule('comparison by bytes: codes that look alike are different codes', async ({ codes }) => {
    await codes.create(
      likeTexts.map((id) => sampleCode({ id })),
      [],
    )
    for (const id of likeTexts) {
      assert.deepEqual(await codes.tryRedeem(id, sampleCode().hash, sampleTime), {
        code: sampleCode({ id, redemptionsLeft: 19 }),
      })
      assert.equal(await codes.revoke(id, []), 'done')
    }
  }),

  rule('comparison by bytes: scopes that look alike are different scopes', async ({ policies }) => {
    const written = likeTexts.map((text, number) => samplePolicy({ scope: `organization:${text}`, policy: { number } }))
    for (const policy of written) assert.equal(await policies.write(policy, 0, []), 'written')
    for (const policy of written) assert.deepEqual(await policies.read(sampleRpId, [policy.scope]), [policy])
  }),

  rule('comparison by bytes: events of users that look alike do not wait for each other', async ({ events }) => {
    const appended = likeTexts.map((userId, number) => sampleEvent(number, { userId }))
    await events.append(appended)
    assert.deepEqual(await events.claim(100, 1000, sampleTime), appended)
  }),

  rule('comparison by bytes: event ids that differ in case only are different events', async ({ events }) => {
    const [upper, lower] = [sampleEvent(1, { id: 'ABC' }), sampleEvent(2, { id: 'abc' })]
    await events.append([lower, upper])
    await events.acknowledge(['Abc', 'ABC'], sampleTime)
    assert.deepEqual(await events.claim(10, 1000, sampleTime), [lower])
  }),
]
