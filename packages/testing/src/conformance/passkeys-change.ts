import assert from 'node:assert/strict'
import type { PasskeyTarget } from '@latchkey/storage'
import { assertRefused } from './assert-refused.js'
import { type ConformanceCase, rule } from './conformance-case.js'
import { enroll } from './enroll.js'
import { keptEventIds } from './kept-event-ids.js'
import {
  sampleCredentialId,
  sampleEvent,
  sampleRpId,
  sampleTarget,
  sampleTime,
  sampleUserHandle,
} from './sample-records.js'

/** Targets that name no passkey of theirs, while alice has one, and bob another. */
export const wrongTargets: readonly [who: string, PasskeyTarget][] = [
  ['an unknown id', sampleTarget({ id: sampleCredentialId('dW5rbm93bg') })],
  ['another owner', sampleTarget({ userId: 'bob' })],
  ['another relying party', sampleTarget({ rpId: 'other.example' })],
]

const bobsId = sampleCredentialId('Y3JlZGVudGlhbC1ib2I')
export const bobs = { id: bobsId, userId: 'bob', userHandle: sampleUserHandle('Ym9i') } as const

/** `passkeys.rename` and `.setStatus`. */
export const passkeysChange: readonly ConformanceCase[] = [
  rule('passkeys.rename: renames the passkey and nothing else', async (storage) => {
    const passkey = await enroll(storage)
    const other = await enroll(storage, { id: bobsId })
    assert.equal(await storage.passkeys.rename(sampleTarget(), 'YubiKey', []), 'done')
    const { passkeys } = await storage.passkeys.listByUser(sampleRpId, 'alice')
    assert.deepEqual(new Set(passkeys), new Set([{ ...passkey, name: 'YubiKey' }, other]))
  }),

  rule('passkeys.rename: the name it has already is done, with its events', async (storage) => {
    const passkey = await enroll(storage)
    assert.equal(await storage.passkeys.rename(sampleTarget(), passkey.name, [sampleEvent(1)]), 'done')
    assert.deepEqual(await keptEventIds(storage), [sampleEvent(1).id])
  }),

  rule('passkeys.rename: renames a suspended passkey too', async (storage) => {
    const passkey = await enroll(storage, { status: 'suspended' })
    assert.equal(await storage.passkeys.rename(sampleTarget(), 'YubiKey', []), 'done')
    const found = await storage.passkeys.find(sampleRpId, passkey.id)
    assert.deepEqual(found?.passkey, { ...passkey, name: 'YubiKey' })
  }),

  rule('passkeys.rename: stores the events with the name', async (storage) => {
    await enroll(storage)
    await storage.passkeys.rename(sampleTarget(), 'YubiKey', [sampleEvent(1)])
    assert.deepEqual(await keptEventIds(storage), [sampleEvent(1).id])
  }),

  ...wrongTargets.map(([who, target]) =>
    rule(`passkeys.rename: gone for ${who}, and nothing has changed`, async (storage) => {
      await enroll(storage)
      await enroll(storage, bobs)
      await assertRefused(storage, 'gone', (events) => storage.passkeys.rename(target, 'Stolen', events))
    }),
  ),

  rule('passkeys.setStatus: suspends and reinstates, and updates activeCount', async (storage) => {
    const passkey = await enroll(storage)
    await enroll(storage, { id: bobsId, createdAt: sampleTime + 1 })
    for (const [status, activeCount] of [
      ['suspended', 1],
      ['active', 2],
    ] as const) {
      assert.equal(await storage.passkeys.setStatus(sampleTarget(), { scope: 'environment', status }, []), 'done')
      const { passkeys, account } = await storage.passkeys.listByUser(sampleRpId, 'alice')
      assert.deepEqual(passkeys[0], {
        ...passkey,
        status,
        suspendedBy: status === 'suspended' ? ['environment'] : [],
      })
      assert.deepEqual([account?.passkeyCount, account?.activeCount, account?.version], [2, activeCount, 1])
    }
  }),

  rule('passkeys.setStatus: stores the events with the change', async (storage) => {
    await enroll(storage)
    await storage.passkeys.setStatus(sampleTarget(), { scope: 'environment', status: 'suspended' }, [sampleEvent(1)])
    assert.deepEqual(await keptEventIds(storage), [sampleEvent(1).id])
  }),

  rule('passkeys.setStatus: what is set already is done, changes nothing and stores no event', async (storage) => {
    await enroll(storage)
    await assertRefused(storage, 'done', (events) =>
      storage.passkeys.setStatus(sampleTarget(), { scope: 'environment', status: 'active' }, events),
    )
  }),

  ...wrongTargets.map(([who, target]) =>
    rule(`passkeys.setStatus: gone for ${who}, and nothing has changed`, async (storage) => {
      await enroll(storage)
      await enroll(storage, bobs)
      await assertRefused(storage, 'gone', (events) =>
        storage.passkeys.setStatus(target, { scope: 'environment', status: 'suspended' }, events),
      )
    }),
  ),

  rule('passkeys.setStatus: suspends the last active passkey', async (storage) => {
    await enroll(storage)
    assert.equal(
      await storage.passkeys.setStatus(sampleTarget(), { scope: 'environment', status: 'suspended' }, []),
      'done',
    )
    const { account } = await storage.passkeys.listByUser(sampleRpId, 'alice')
    assert.deepEqual([account?.passkeyCount, account?.activeCount], [1, 0])
  }),
]
