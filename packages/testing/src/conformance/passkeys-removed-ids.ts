import assert from 'node:assert/strict'
import type { PasskeyRecord, PasskeySource, PasskeyStorage } from '@latchkey/storage'
import { assertRefused } from './assert-refused.js'
import { type ConformanceCase, rule } from './conformance-case.js'
import { enroll } from './enroll.js'
import {
  sampleAccount,
  sampleCredentialId,
  samplePasskey,
  sampleRpId,
  sampleTarget,
  sampleTime,
  sampleTogether,
  sampleUserHandle,
} from './sample-records.js'

const day = 86_400_000
const otherId = sampleCredentialId('Y3JlZGVudGlhbC10d28')
const freely = { keepLastActive: false, at: sampleTime, events: [] }

async function versionOf({ passkeys }: PasskeyStorage): Promise<number> {
  return (await passkeys.listByUser(sampleRpId, 'alice')).account?.version ?? 0
}

/** Without a ceremony, into the account at its present version. */
async function addAgain(storage: PasskeyStorage, change: Partial<PasskeyRecord>): Promise<string> {
  const { account } = await storage.passkeys.listByUser(sampleRpId, change.userId ?? 'alice')
  const together = sampleTogether({ spend: [], accountVersion: account?.version ?? 0, limit: 1000 })
  return storage.passkeys.add(samplePasskey(change), together)
}

async function add(storage: PasskeyStorage, change: Partial<PasskeyRecord>): Promise<void> {
  assert.equal(await addAgain(storage, change), 'added')
}

const notOwn: readonly PasskeySource[] = ['import', 'admin', 'recovery', 'upgrade']
const own: readonly PasskeySource[] = ['self', 'sign-up', 'invitation']

/** Removed ids, and what they and a tombstone refuse. */
export const passkeysRemovedIds: readonly ConformanceCase[] = [
  rule(
    'passkeys.findRemoved: finds what remove, removeAll and purge have removed, and nothing else',
    async (storage) => {
      const { passkeys, accounts } = storage
      const ids = ['b25l', 'dHdv', 'dGhyZWU', 'Zm91cg'].map((text) => sampleCredentialId(text))
      const [one, two, three, four] = ids
      assert.ok(one && two && three && four)
      await add(storage, { id: one })
      await add(storage, { id: four, userId: 'bob', userHandle: sampleUserHandle('Ym9i') })
      assert.deepEqual(await passkeys.findRemoved(sampleRpId, ids), [])
      await passkeys.remove(sampleTarget({ id: one }), { ...freely, at: sampleTime + 1 })
      await add(storage, { id: two })
      await passkeys.removeAll(sampleAccount({ at: sampleTime + 2 }), () => [])
      await add(storage, { id: three })
      await accounts.purge(sampleAccount({ at: sampleTime + 3 }), () => [])
      const found = await passkeys.findRemoved(sampleRpId, [...ids, one])
      assert.deepEqual(
        found.toSorted((left, right) => left.removedAt - right.removedAt),
        [
          { id: one, reason: 'removed', removedAt: sampleTime + 1 },
          { id: two, reason: 'removed', removedAt: sampleTime + 2 },
          { id: three, reason: 'purged', removedAt: sampleTime + 3 },
        ],
      )
      assert.deepEqual(await passkeys.findRemoved('other.example', ids), [])
      assert.deepEqual(await passkeys.findRemoved(sampleRpId, []), [])
      assert.deepEqual(await passkeys.findRemoved(sampleRpId, [sampleCredentialId('B25L')]), [])
    },
  ),

  rule('passkeys.findRemoved: a passkey that stays is not remembered as removed', async (storage) => {
    await enroll(storage)
    await storage.passkeys.remove(sampleTarget(), { ...freely, keepLastActive: true })
    await storage.passkeys.remove(sampleTarget({ userId: 'bob' }), freely)
    assert.deepEqual(await storage.passkeys.findRemoved(sampleRpId, [sampleCredentialId()]), [])
  }),

  rule('passkeys.findRemoved: an id that is removed twice is remembered from the last time', async (storage) => {
    const { passkeys } = storage
    await enroll(storage)
    await passkeys.remove(sampleTarget(), freely)
    assert.equal(await addAgain(storage, { source: 'self' }), 'added')
    await storage.accounts.purge(sampleAccount({ at: sampleTime + day }), () => [])
    const found = await passkeys.findRemoved(sampleRpId, [sampleCredentialId()])
    assert.deepEqual(found, [{ id: sampleCredentialId(), reason: 'purged', removedAt: sampleTime + day }])
  }),

  rule('passkeys.findRemoved: rejects more than 1000 ids', async ({ passkeys }) => {
    const ids = Array.from({ length: 1001 }, (_, number) => sampleCredentialId(`aWQ${number}`))
    assert.deepEqual(await passkeys.findRemoved(sampleRpId, ids.slice(1)), [])
    await assert.rejects(async () => passkeys.findRemoved(sampleRpId, ids), RangeError)
  }),

  rule('passkeys.add: removed_since for an import of a removed id, whatever its new owner', async (storage) => {
    await enroll(storage)
    await enroll(storage, { id: otherId })
    await storage.passkeys.remove(sampleTarget(), freely)
    const imported = samplePasskey({ source: 'import' })
    const together = sampleTogether({ accountVersion: await versionOf(storage) })
    await assertRefused(storage, 'removed_since', (events) => storage.passkeys.add(imported, { ...together, events }))
    const bobs = { ...imported, userId: 'bob', userHandle: sampleUserHandle('Ym9i') }
    const first = sampleTogether({ accountVersion: 0 })
    await assertRefused(storage, 'removed_since', (events) => storage.passkeys.add(bobs, { ...first, events }))
    assert.equal(await storage.passkeys.find(sampleRpId, imported.id), undefined)
    assert.equal(await addAgain(storage, { source: 'import', id: sampleCredentialId('bmV3') }), 'added')
    assert.equal((await storage.passkeys.findRemoved(sampleRpId, [imported.id])).length, 1)
  }),

  rule(
    'passkeys.add: account_purged for an import of an id that a purge removed, whatever its new owner',
    async (storage) => {
      await enroll(storage)
      await storage.accounts.purge(sampleAccount(), () => [])
      const bobs = samplePasskey({ source: 'import', userId: 'bob', userHandle: sampleUserHandle('Ym9i') })
      await assertRefused(storage, 'account_purged', (events) => storage.passkeys.add(bobs, sampleTogether({ events })))
      assert.deepEqual(await storage.passkeys.listByUser(sampleRpId, 'bob'), { passkeys: [] })
    },
  ),

  rule('passkeys.add: an id that was removed elsewhere may be imported here', async (storage) => {
    await enroll(storage, { rpId: 'other.example' })
    await storage.passkeys.remove(sampleTarget({ rpId: 'other.example' }), freely)
    assert.equal(await addAgain(storage, { source: 'import' }), 'added')
    assert.equal(await addAgain(storage, { source: 'import', id: otherId }), 'added')
  }),

  ...notOwn.map((source) =>
    rule(
      `passkeys.add: account_purged for a passkey of source ${source}, which lifts no tombstone`,
      async (storage) => {
        const account = await storage.accounts.purge(sampleAccount(), () => [])
        const together = sampleTogether({ accountVersion: account.version })
        await assertRefused(storage, 'account_purged', (events) =>
          storage.passkeys.add(samplePasskey({ source }), { ...together, events }),
        )
        assert.deepEqual(await storage.passkeys.listByUser(sampleRpId, 'alice'), { passkeys: [], account })
      },
    ),
  ),

  ...own.map((source) =>
    rule(`passkeys.add: a first passkey of source ${source} lifts a tombstone`, async (storage) => {
      await storage.accounts.purge(sampleAccount(), () => [])
      assert.equal(await addAgain(storage, { source }), 'added')
      assert.equal((await storage.passkeys.find(sampleRpId, sampleCredentialId()))?.account.purgedAt, undefined)
    }),
  ),

  rule('accounts.recordPrompt: a tombstone stays a tombstone, and stores the answer', async (storage) => {
    const purged = await storage.accounts.purge(sampleAccount(), () => [])
    const at = sampleTime + 5
    for (const what of ['shown', 'declined', 'never', 'cleared'] as const) {
      const record = { ...sampleAccount({ at, userHandle: sampleUserHandle('bmV3') }), what, events: [] }
      const { prompt, ...account } = await storage.accounts.recordPrompt(record)
      assert.deepEqual({ ...account, prompt: purged.prompt }, purged)
      assert.deepEqual([prompt.lastShownAt, prompt.never], [at, what === 'never'])
    }
  }),

  rule(
    'sweep: deletes a removed id after 365 days, not before, and its passkey can be imported again',
    async (storage) => {
      await enroll(storage)
      await storage.passkeys.remove(sampleTarget(), freely)
      assert.equal((await storage.sweep(sampleTime + 365 * day, 100)).removed, 0)
      assert.equal(await addAgain(storage, { source: 'import' }), 'removed_since')
      assert.equal((await storage.sweep(sampleTime + 365 * day + 1, 100)).removed, 1)
      assert.deepEqual(await storage.passkeys.findRemoved(sampleRpId, [sampleCredentialId()]), [])
      assert.equal(await addAgain(storage, { source: 'import' }), 'added')
    },
  ),
]
