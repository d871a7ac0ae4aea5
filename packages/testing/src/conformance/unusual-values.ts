import assert from 'node:assert/strict'
import type { PasskeyRecord, PasskeyStorage } from '@latchkey/storage'
import { type ConformanceCase, rule } from './conformance-case.js'
import { enroll } from './enroll.js'
import {
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

/** The longest there is: 1023 bytes as base64url. */
const longId = sampleCredentialId('A'.repeat(1364))

/** Names that a collation or a normal form would take for one. */
const likeNames = ['Zoë', 'Zoe\u0308', 'zoë', 'Zoe', 'Zoë ', ' Zoë', 'Zoe\u200b', 'Straße', 'Strasse', 'ﬁ', 'fi']

const ofUser = (userId: string, id: string) => ({
  userId,
  id: sampleCredentialId(id),
  userHandle: sampleUserHandle('eA'),
})

async function assertKept({ passkeys }: PasskeyStorage, passkey: PasskeyRecord): Promise<void> {
  assert.deepEqual((await passkeys.find(passkey.rpId, passkey.id))?.passkey, passkey)
}

/** What every text field is tried with; each would be cut or changed by some database. */
const unfit: readonly [what: string, text: string][] = [
  ['NUL', 'alice\0'],
  ['a lone high surrogate', 'alice\ud800'],
  ['a lone low surrogate', '\udc00alice'],
  ['1365 characters', 'A'.repeat(1365)],
]

/** Every verb that keeps something, with the text in one of its fields. */
function attempts(storage: PasskeyStorage, text: string): readonly (() => Promise<unknown>)[] {
  const { passkeys, accounts, policies, codes, events, rates } = storage
  const prompted = { ...sampleTarget(), userHandle: sampleUserHandle(), at: 1, what: 'shown', events: [] } as const
  return [
    () => passkeys.add(samplePasskey({ userId: text }), sampleTogether()),
    () => passkeys.add(samplePasskey({ id: sampleCredentialId(text) }), sampleTogether()),
    () => passkeys.add(samplePasskey({ rpId: text }), sampleTogether()),
    () => passkeys.add(samplePasskey({ name: text }), sampleTogether()),
    () => passkeys.add(samplePasskey({ organizationId: text }), sampleTogether()),
    () =>
      passkeys.add(samplePasskey({ attestation: { format: text, type: 'none', trusted: false } }), sampleTogether()),
    () => passkeys.add(samplePasskey(), sampleTogether({ spend: [sampleSpend(text)] })),
    () => passkeys.add(samplePasskey(), sampleTogether({ events: [sampleEvent(1, { userId: text })] })),
    () => passkeys.recordUse(sampleUse({ id: sampleCredentialId('a2VwdA'), userId: 'bob', spend: sampleSpend(text) })),
    () => passkeys.rename(sampleTarget({ id: sampleCredentialId('a2VwdA'), userId: 'bob' }), text, []),
    () => accounts.recordPrompt({ ...prompted, userId: text }),
    () => policies.write(samplePolicy({ scope: `organization:${text}` }), 0, []),
    () => codes.create([sampleCode({ id: text })], []),
    () => codes.create([sampleCode({ userId: text })], []),
    () => events.append([sampleEvent(2, { actor: { type: 'admin', id: text } })]),
    () => rates.hit(text, 60, sampleTime),
  ]
}

/** Values at the edge, which one database or another would cut, fold or round. */
export const unusualValues: readonly ConformanceCase[] = [
  rule('unusual values: a credential id of 1023 bytes', async (storage) => {
    await assertKept(storage, await enroll(storage, { id: longId }))
    assert.equal(await storage.passkeys.rename(sampleTarget({ id: longId }), 'Long', []), 'done')
  }),

  rule('unusual values: two ids of 1023 bytes that differ in the last character', async (storage) => {
    const other = sampleCredentialId(`${'A'.repeat(1363)}B`)
    await assertKept(storage, await enroll(storage, { id: longId }))
    await assertKept(storage, await enroll(storage, { id: other, name: 'Other' }))
  }),

  rule('unusual values: ids that differ in case only are different', async (storage) => {
    const ids = ['QUJD', 'qujd', 'QUJd'].map((id) => sampleCredentialId(id))
    for (const id of ids) await assertKept(storage, await enroll(storage, { id, name: `Named ${id}` }))
    assert.equal(
      await storage.passkeys.remove(sampleTarget({ id: sampleCredentialId('quJD') }), {
        keepLastActive: false,
        events: [],
      }),
      'gone',
    )
    assert.equal((await storage.passkeys.listByUser(sampleRpId, 'alice')).passkeys.length, 3)
    const { items } = await storage.passkeys.page({ rpId: sampleRpId, limit: 10 })
    assert.deepEqual(
      items.map(({ id }) => id),
      ['QUJD', 'QUJd', 'qujd'],
    )
  }),

  rule('unusual values: ceremonies, codes and scopes that differ in case only are different', async (storage) => {
    const { passkeys, codes, policies } = storage
    await enroll(storage)
    assert.equal(await passkeys.recordUse(sampleUse({ spend: sampleSpend('abc') })), 'recorded')
    assert.equal(await passkeys.recordUse(sampleUse({ spend: sampleSpend('ABC') })), 'recorded')
    await codes.create([sampleCode({ id: 'abc' }), sampleCode({ id: 'ABC' })], [])
    assert.equal(await codes.revoke('ABC', []), 'done')
    assert.equal(await codes.revoke('abc', []), 'done')
    assert.equal(await policies.write(samplePolicy({ scope: 'organization:abc' }), 0, []), 'written')
    assert.equal(await policies.write(samplePolicy({ scope: 'organization:ABC' }), 0, []), 'written')
  }),

  rule('unusual values: user ids that look alike are different users', async (storage) => {
    for (const [number, userId] of likeNames.entries()) await enroll(storage, ofUser(userId, `aWQ${number}x`))
    for (const userId of likeNames) {
      const { passkeys, account } = await storage.passkeys.listByUser(sampleRpId, userId)
      assert.deepEqual([passkeys.length, account?.passkeyCount, passkeys[0]?.userId], [1, 1, userId])
    }
  }),

  rule('unusual values: names keep their normal form, their case and their spaces', async (storage) => {
    await enroll(storage)
    for (const name of likeNames) {
      await storage.passkeys.rename(sampleTarget(), name, [])
      assert.equal((await storage.passkeys.find(sampleRpId, sampleCredentialId()))?.passkey.name, name)
    }
  }),

  rule('unusual values: a user id of 255 emoji, and a name of 100', async (storage) => {
    const userId = '🔑'.repeat(255)
    const passkey = await enroll(storage, { userId, name: '🔑'.repeat(100) })
    await assertKept(storage, passkey)
    assert.equal((await storage.passkeys.listByUser(sampleRpId, userId)).passkeys.length, 1)
    assert.equal((await storage.passkeys.listByUser(sampleRpId, '🔑'.repeat(254))).passkeys.length, 0)
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
    }
  }),

  rule('unusual values: unknown transports, and none', async (storage) => {
    await assertKept(storage, await enroll(storage, { transports: ['smart-card', 'x,y', ''] }))
    await assertKept(storage, await enroll(storage, { id: longId, transports: [] }))
  }),

  rule('unusual values: at NUL nobody else is found', async (storage) => {
    const { passkeys } = storage
    const passkey = await enroll(storage)
    const asked = sampleCredentialId(`${passkey.id}\0x`)
    assert.equal(await passkeys.find(sampleRpId, asked).catch(() => undefined), undefined)
    const list = await passkeys.listByUser(sampleRpId, 'alice\0').catch(() => ({ passkeys: [] }))
    assert.deepEqual(list, { passkeys: [] })
    for (const target of [sampleTarget({ userId: 'alice\0' }), sampleTarget({ id: asked })]) {
      assert.notEqual(await passkeys.rename(target, 'Stolen', []).catch(() => 'rejected'), 'done')
      const removal = passkeys.remove(target, { keepLastActive: false, events: [] })
      assert.notEqual(await removal.catch(() => 'rejected'), 'removed')
    }
    await assertKept(storage, passkey)
  }),

  ...unfit.map(([what, text]) =>
    rule(`unusual values: ${what} in a text is refused by a rejection, and nothing is kept`, async (storage) => {
      const bobs = await enroll(storage, ofUser('bob', 'a2VwdA'))
      for (const [number, attempt] of attempts(storage, text).entries()) {
        await assert.rejects(attempt(), Error, `attempt ${number} was kept`)
      }
      const { items } = await storage.passkeys.page({ rpId: sampleRpId, limit: 10 })
      assert.deepEqual(items, [bobs])
      assert.deepEqual(await storage.events.claim(10, 1000, sampleTime), [])
    }),
  ),

  rule(
    'unusual values: a user id of 256 characters or a name of 101 is refused by a rejection',
    async ({ passkeys }) => {
      for (const change of [{ userId: 'a'.repeat(256) }, { userId: '🔑'.repeat(256) }, { name: 'a'.repeat(101) }]) {
        await assert.rejects(passkeys.add(samplePasskey(change), sampleTogether()))
      }
      assert.deepEqual(await passkeys.page({ rpId: sampleRpId, limit: 10 }), { items: [] })
    },
  ),
]
