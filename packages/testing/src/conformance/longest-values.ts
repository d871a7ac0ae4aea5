import assert from 'node:assert/strict'
import type { PasskeyRecord } from '@latchkey/storage'
import { type ConformanceCase, rule } from './conformance-case.js'
import { enroll } from './enroll.js'
import {
  fullPasskey,
  sampleCode,
  sampleCredentialId,
  sampleEvent,
  samplePasskey,
  samplePolicy,
  sampleRpId,
  sampleSpend,
  sampleTarget,
  sampleTime,
  sampleTogether,
  sampleUse,
  sampleUserHandle,
} from './sample-records.js'

/** Four bytes in UTF-8, two units in JavaScript, one character. */
const emoji = (characters: number) => '🔑'.repeat(characters)

/** The longest possible credential id: 1023 bytes as base64url. */
const longId = sampleCredentialId('A'.repeat(1364))

/** Every text of a passkey at its maximum length, in the longest characters. */
const longestTexts: Partial<PasskeyRecord> = {
  id: longId,
  rpId: 'r'.repeat(255),
  userId: emoji(255),
  userHandle: sampleUserHandle('h'.repeat(255)),
  name: emoji(100),
  aaguid: emoji(255),
  attestation: { format: emoji(255), type: 'none', trusted: true },
  enrolledBy: emoji(255),
  organizationId: emoji(255),
  boundTo: emoji(255),
  status: 'active',
  suspendedBy: [`organization:${'é'.repeat(255)}`],
}

const oneLonger: readonly Partial<PasskeyRecord>[] = [
  { rpId: 'r'.repeat(256) },
  { userId: 'a'.repeat(256) },
  { userId: emoji(256) },
  { userHandle: sampleUserHandle('h'.repeat(256)) },
  { name: 'a'.repeat(101) },
  { name: emoji(101) },
  { enrolledBy: emoji(256) },
  { organizationId: 'a'.repeat(256) },
  { boundTo: 'a'.repeat(256) },
  { suspendedBy: [`organization:${'a'.repeat(256)}`] },
  { publicKey: new Uint8Array(4097) },
  // Cut to the size of a BLOB of MySQL it would verify nothing, for no visible reason.
  { publicKey: new Uint8Array(70_000) },
]

/** Values at their maximum length, and one longer. */
export const longestValues: readonly ConformanceCase[] = [
  rule('longest values: a passkey in which every text has the maximum length', async (storage) => {
    const passkey = await enroll(storage, { ...fullPasskey(), ...longestTexts })
    const found = await storage.passkeys.find(passkey.rpId, longId)
    assert.deepEqual([found?.passkey, found?.account.userId], [passkey, passkey.userId])
    assert.deepEqual((await storage.passkeys.listByUser(passkey.rpId, passkey.userId)).passkeys, [passkey])
    const use = sampleUse({ ...passkey, spend: sampleSpend('use'), expectedSignCount: passkey.signCount })
    assert.equal(await storage.passkeys.recordUse(use), 'recorded')
    assert.equal(await storage.passkeys.rename(passkey, emoji(100), []), 'done')
    assert.equal((await storage.accounts.raiseVersion({ ...passkey, at: passkey.createdAt }, [])).version, 2)
    assert.deepEqual(await storage.passkeys.listByUser(passkey.rpId, emoji(254)), { passkeys: [] })
  }),

  rule('longest values: a text or a key of a passkey that is longer is refused, not cut', async ({ passkeys }) => {
    for (const change of oneLonger) {
      const name = Object.keys(change).join()
      await assert.rejects(async () => passkeys.add(samplePasskey(change), sampleTogether()), Error, name)
    }
    assert.deepEqual(await passkeys.page({ rpId: sampleRpId, limit: 10 }), { items: [] })
    assert.equal(await passkeys.isSpent(sampleSpend().id), false)
  }),

  rule('longest values: a new name of 101 characters is refused, not cut', async (storage) => {
    const passkey = await enroll(storage)
    await assert.rejects(async () => storage.passkeys.rename(sampleTarget(), 'a'.repeat(101), []), Error)
    assert.equal((await storage.passkeys.find(sampleRpId, passkey.id))?.passkey.name, passkey.name)
  }),

  rule('longest values: a code and an event of a user whose id has the maximum length', async ({ codes, events }) => {
    const user = { userId: emoji(255), organizationId: emoji(255) }
    const code = sampleCode({ ...user, createdBy: emoji(255), hash: new Uint8Array(64).fill(7) })
    const event = sampleEvent(1, { ...user, actor: { type: 'admin', id: emoji(255) } })
    await codes.create([code], [event])
    assert.deepEqual(await codes.tryRedeem(code.id, code.hash, sampleTime), { code: { ...code, redemptionsLeft: 19 } })
    assert.deepEqual(await events.claim(10, 1000, sampleTime), [event])
  }),

  rule('longest values: an actor with an id of 255 characters, but not of 256', async ({ events }) => {
    const didIt = (id: string) => events.append([sampleEvent(1, { actor: { type: 'admin', id } })])
    for (const characters of [256, 296, 1364]) await assert.rejects(() => didIt('a'.repeat(characters)), Error)
    assert.deepEqual(await events.claim(10, 1000, sampleTime), [])
    await didIt('a'.repeat(255))
  }),

  rule('longest values: the hash of a code has 4096 bytes at most', async ({ codes }) => {
    const hash = new Uint8Array(4096).fill(9)
    await assert.rejects(() => codes.create([sampleCode({ hash: new Uint8Array(4097) })], []), Error)
    await codes.create([sampleCode({ hash })], [])
    assert.equal(await codes.tryRedeem(sampleCode().id, hash.subarray(1), sampleTime), 'refused')
    assert.notEqual(await codes.tryRedeem(sampleCode().id, hash, sampleTime), 'refused')
  }),

  rule('longest values: an event with 4 kB of data', async ({ events }) => {
    const event = sampleEvent(1, { data: { text: emoji(1000) } })
    await events.append([event])
    assert.deepEqual(await events.claim(10, 1000, sampleTime), [event])
  }),

  rule('longest values: the scope of an organization of 255 characters, but not of 256', async ({ policies }) => {
    const policy = samplePolicy({ scope: `organization:${emoji(255)}` })
    assert.equal(await policies.write(policy, 0, []), 'written')
    assert.deepEqual(await policies.read(sampleRpId, [policy.scope]), [policy])
    const longer = samplePolicy({ scope: `organization:${emoji(256)}` })
    await assert.rejects(async () => policies.write(longer, 0, []), Error)
  }),

  rule('longest values: a policy of 200 kB', async ({ policies }) => {
    const policy = samplePolicy({
      policy: { allow: Array.from({ length: 5000 }, (_, number) => `${number}`.padEnd(36)) },
    })
    assert.equal(await policies.write(policy, 0, []), 'written')
    assert.deepEqual(await policies.read(sampleRpId, ['environment']), [policy])
  }),

  rule('longest values: a rate key of 255 characters, but not of 256', async ({ rates }) => {
    assert.equal((await rates.hit(emoji(255), 60, sampleTime)).count, 1)
    assert.equal((await rates.read(emoji(254), sampleTime)).count, 0)
    await assert.rejects(async () => rates.hit(emoji(256), 60, sampleTime), Error)
  }),

  rule(
    'longest values: ids of spends, codes and events above 255 characters are stored whole or refused',
    async (storage) => {
      const like = (last: string) => `${'A'.repeat(300)}${last}`
      await enroll(storage)
      const use = (id: string) =>
        storage.passkeys.recordUse(sampleUse({ spend: sampleSpend(id) })).catch(() => 'rejected')
      const [first, other] = [await use(like('a')), await use(like('b'))]
      assert.equal(first, other)
      assert.equal(['recorded', 'rejected'].includes(first), true)
      const create = (id: string) =>
        storage.codes.create([sampleCode({ id })], [sampleEvent(1, { id })]).then(
          () => 'kept',
          () => 'rejected',
        )
      assert.equal(await create(like('a')), await create(like('b')))
      assert.notEqual(await storage.codes.revoke('A'.repeat(255), []), 'done')
    },
  ),
]
