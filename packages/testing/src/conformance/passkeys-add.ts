import assert from 'node:assert/strict'
import { type ConformanceCase, rule } from './conformance-case.js'
import { enroll } from './enroll.js'
import { keptEventIds } from './kept-event-ids.js'
import {
  fullPasskey,
  sampleAccount,
  sampleCode,
  sampleCodeSpend,
  sampleCredentialId,
  sampleEvent,
  samplePasskey,
  sampleRpId,
  sampleSpend,
  sampleTime,
  sampleTogether,
  sampleUserHandle,
} from './sample-records.js'

const second = sampleCredentialId('Y3JlZGVudGlhbC10d28')

/** The effects of a successful `passkeys.add`. */
export const passkeysAdd: readonly ConformanceCase[] = [
  rule('passkeys.add: stores the passkey with every field', async ({ passkeys }) => {
    assert.equal(await passkeys.add(fullPasskey(), sampleTogether()), 'added')
    assert.deepEqual((await passkeys.find(sampleRpId, fullPasskey().id))?.passkey, fullPasskey())
  }),

  rule('passkeys.add: stores the passkey without the fields that may be absent', async ({ passkeys }) => {
    assert.equal(await passkeys.add(samplePasskey(), sampleTogether()), 'added')
    assert.deepEqual((await passkeys.find(sampleRpId, samplePasskey().id))?.passkey, samplePasskey())
  }),

  rule('passkeys.add: creates the account of a first passkey', async ({ passkeys }) => {
    await passkeys.add(samplePasskey(), sampleTogether())
    assert.deepEqual((await passkeys.listByUser(sampleRpId, 'alice')).account, {
      rpId: sampleRpId,
      userId: 'alice',
      userHandle: samplePasskey().userHandle,
      version: 1,
      passkeyCount: 1,
      activeCount: 1,
      addedCount: 1,
      prompt: { declines: 0, never: false },
      createdAt: samplePasskey().createdAt,
    })
  }),

  rule('passkeys.add: counts a second passkey in the same account', async ({ passkeys }) => {
    await passkeys.add(samplePasskey(), sampleTogether())
    const together = sampleTogether({ spend: [sampleSpend('ceremony-2')], accountVersion: 1 })
    assert.equal(await passkeys.add(samplePasskey({ id: second, createdAt: sampleTime + 1 }), together), 'added')
    const { account } = await passkeys.listByUser(sampleRpId, 'alice')
    assert.deepEqual([account?.passkeyCount, account?.activeCount, account?.version], [2, 2, 1])
    assert.equal(account?.createdAt, sampleTime)
  }),

  rule('passkeys.add: counts a suspended passkey, but not as active', async ({ passkeys }) => {
    await passkeys.add(samplePasskey({ status: 'suspended' }), sampleTogether())
    const { account } = await passkeys.listByUser(sampleRpId, 'alice')
    assert.deepEqual([account?.passkeyCount, account?.activeCount], [1, 0])
  }),

  rule('passkeys.add: fills the account to the limit', async ({ passkeys }) => {
    assert.equal(await passkeys.add(samplePasskey(), sampleTogether({ limit: 1 })), 'added')
  }),

  rule('passkeys.add: clears the answers to a prompt, not when it was shown', async ({ passkeys, accounts }) => {
    const prompted = { rpId: sampleRpId, userId: 'alice', userHandle: sampleUserHandle(), at: 5, events: [] }
    await accounts.recordPrompt({ ...prompted, what: 'shown' })
    await accounts.recordPrompt({ ...prompted, what: 'never' })
    assert.equal(await passkeys.add(samplePasskey(), sampleTogether({ accountVersion: 1 })), 'added')
    const { account } = await passkeys.listByUser(sampleRpId, 'alice')
    assert.deepEqual(account?.prompt, { declines: 0, never: false, lastShownAt: 5 })
  }),

  rule('passkeys.add: an import has its own handle beside that of the account', async (storage) => {
    await enroll(storage)
    const imported = samplePasskey({ id: second, source: 'import', userHandle: sampleUserHandle('YW5vdGhlcg') })
    const together = sampleTogether({ spend: [], accountVersion: 1 })
    assert.equal(await storage.passkeys.add(imported, together), 'added')
    const found = await storage.passkeys.find(sampleRpId, second)
    assert.deepEqual([found?.passkey.userHandle, found?.account.userHandle], ['YW5vdGhlcg', sampleUserHandle()])
  }),

  rule('passkeys.add: takes over a tombstone at its own version, with a fresh handle', async (storage) => {
    const { passkeys, accounts } = storage
    await enroll(storage)
    for (const version of [2, 3]) {
      await accounts.purge(sampleAccount({ at: sampleTime + 1 }), () => [])
      const passkey = samplePasskey({
        userHandle: sampleUserHandle(`ZnJlc2g${version}`),
        createdAt: sampleTime + version,
      })
      const together = sampleTogether({ spend: [sampleSpend(`again-${version}`)], accountVersion: version })
      assert.equal(await passkeys.add(passkey, together), 'added')
      assert.deepEqual((await passkeys.listByUser(sampleRpId, 'alice')).account, {
        rpId: sampleRpId,
        userId: 'alice',
        userHandle: passkey.userHandle,
        version,
        passkeyCount: 1,
        activeCount: 1,
        addedCount: version,
        prompt: { declines: 0, never: false },
        createdAt: sampleTime + version,
      })
    }
  }),

  rule('passkeys.add: the same id at another relying party is another passkey', async (storage) => {
    await enroll(storage)
    await enroll(storage, { rpId: 'other.example', userId: 'bob', name: 'Other' })
    assert.equal((await storage.passkeys.find(sampleRpId, sampleCredentialId()))?.passkey.userId, 'alice')
    assert.equal((await storage.passkeys.find('other.example', sampleCredentialId()))?.passkey.userId, 'bob')
  }),

  rule('passkeys.add: stores the events with the passkey', async (storage) => {
    const events = [sampleEvent(1), sampleEvent(2, { userId: 'alice' })]
    await storage.passkeys.add(samplePasskey(), sampleTogether({ events }))
    assert.deepEqual(
      await keptEventIds(storage),
      events.map(({ id }) => id),
    )
  }),

  rule('passkeys.add: spends every spend, and requires none', async ({ passkeys }) => {
    const spend = [sampleSpend('ceremony-a'), sampleSpend('code-a')]
    await passkeys.add(samplePasskey(), sampleTogether({ spend }))
    assert.deepEqual([await passkeys.isSpent('ceremony-a'), await passkeys.isSpent('code-a')], [true, true])
    assert.equal(await passkeys.isSpent('ceremony-b'), false)
    assert.equal(
      await passkeys.add(samplePasskey({ id: second }), sampleTogether({ spend: [], accountVersion: 1 })),
      'added',
    )
  }),

  rule('passkeys.add: uses up the code that its spend names', async ({ passkeys, codes }) => {
    await codes.create([sampleCode()], [])
    const spend = [sampleSpend(), sampleCodeSpend()]
    assert.equal(await passkeys.add(samplePasskey(), sampleTogether({ spend })), 'added')
    assert.equal(await codes.tryRedeem(sampleCode().id, sampleCode().hash, sampleTime), 'refused')
  }),

  rule('passkeys.add: an import creates the account with its handle', async ({ passkeys }) => {
    const userHandle = sampleUserHandle('aW1wb3J0')
    const imported = samplePasskey({ source: 'import', userHandle, createdAt: sampleTime + 3 })
    assert.equal(await passkeys.add(imported, sampleTogether({ spend: [] })), 'added')
    const found = await passkeys.find(sampleRpId, imported.id)
    assert.deepEqual([found?.account.userHandle, found?.account.createdAt], [userHandle, sampleTime + 3])
  }),

  rule('passkeys.add: uses up a code without an end, and one at its last try', async ({ passkeys, codes }) => {
    const { expiresAt: _, ...endless } = sampleCode({ triesLeft: 1 })
    await codes.create([endless], [])
    await codes.tryRedeem(endless.id, endless.hash, sampleTime)
    assert.equal(await passkeys.add(samplePasskey(), sampleTogether({ spend: [sampleCodeSpend()] })), 'added')
    assert.equal(await passkeys.isSpent(endless.id), true)
  }),

  rule('passkeys.add: uses up no code if the spend is not marked as one', async ({ passkeys, codes }) => {
    await codes.create([sampleCode()], [])
    const spend = [sampleSpend(sampleCode().id)]
    assert.equal(await passkeys.add(samplePasskey(), sampleTogether({ spend })), 'added')
    assert.notEqual(await codes.tryRedeem(sampleCode().id, sampleCode().hash, sampleTime), 'refused')
  }),
]
