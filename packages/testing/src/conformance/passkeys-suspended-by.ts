import assert from 'node:assert/strict'
import type { PasskeyStorage, PolicyScope, StatusChange } from '@latchkey/storage'
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
  sampleTogether,
  sampleUse,
} from './sample-records.js'

const acme: PolicyScope = 'organization:acme'
/** Scopes that a text search, or one that ignores case, would confuse with it. */
const others: readonly PolicyScope[] = ['organization:ACME', 'organization:acm', 'organization:acme2', 'organization:']

async function set({ passkeys }: PasskeyStorage, ...changes: readonly StatusChange[]): Promise<void> {
  for (const change of changes) assert.equal(await passkeys.setStatus(sampleTarget(), change, []), 'done')
}

const suspend = (scope: PolicyScope): StatusChange => ({ scope, status: 'suspended' })
const reinstate = (scope: PolicyScope): StatusChange => ({ scope, status: 'active' })

async function stateOf({ passkeys }: PasskeyStorage): Promise<unknown> {
  const listed = await passkeys.listByUser(sampleRpId, 'alice')
  const [passkey] = listed.passkeys
  return [passkey?.status, passkey?.suspendedBy, listed.account?.activeCount]
}

/** Which scopes have suspended a passkey, and where it is refused because of that. */
export const passkeysSuspendedBy: readonly ConformanceCase[] = [
  rule('passkeys.setStatus: a suspension by the user is marked, and its end removes the mark', async (storage) => {
    await enroll(storage)
    const mark = async () => (await storage.passkeys.find(sampleRpId, sampleCredentialId()))?.passkey.suspendedByUser
    const { setStatus } = storage.passkeys
    await setStatus(sampleTarget(), { scope: 'environment', status: 'suspended', byUser: true }, [])
    assert.equal(await mark(), true)
    await setStatus(sampleTarget(), { scope: 'organization:acme', status: 'suspended' }, [])
    assert.equal(await mark(), true)
    await setStatus(sampleTarget(), { scope: 'environment', status: 'active' }, [])
    assert.equal(await mark(), undefined)
    await setStatus(sampleTarget(), { scope: 'environment', status: 'suspended' }, [])
    assert.equal(await mark(), undefined)
  }),

  rule('passkeys.setStatus: each scope adds and lifts its own entry', async (storage) => {
    await enroll(storage)
    await set(storage, suspend('organization:é'), suspend(acme), suspend('environment'))
    assert.deepEqual(await stateOf(storage), ['suspended', ['environment', acme, 'organization:é'], 0])
    await set(storage, reinstate(acme))
    assert.deepEqual(await stateOf(storage), ['suspended', ['environment', 'organization:é'], 0])
    await set(storage, reinstate('environment'))
    assert.deepEqual(await stateOf(storage), ['active', ['organization:é'], 1])
    await set(storage, reinstate('organization:é'))
    assert.deepEqual(await stateOf(storage), ['active', [], 1])
  }),

  rule('passkeys.setStatus: organizations whose ids resemble each other are different ones', async (storage) => {
    await enroll(storage)
    await set(storage, suspend(acme))
    await set(storage, ...others.map(reinstate))
    assert.deepEqual(await stateOf(storage), ['active', [acme], 1])
    await set(storage, ...others.map(suspend), reinstate(acme))
    assert.deepEqual(await stateOf(storage), ['active', [...others].sort(), 1])
  }),

  rule(
    'passkeys.setStatus: what an organization has set already changes nothing and stores no event',
    async (storage) => {
      await enroll(storage)
      await storage.passkeys.setStatus(sampleTarget(), suspend(acme), [sampleEvent(1)])
      await storage.passkeys.setStatus(sampleTarget(), suspend(acme), [sampleEvent(2)])
      assert.deepEqual(await stateOf(storage), ['active', [acme], 1])
      await storage.passkeys.setStatus(sampleTarget(), reinstate('organization:other'), [sampleEvent(3)])
      await storage.passkeys.setStatus(sampleTarget(), reinstate(acme), [sampleEvent(4)])
      assert.deepEqual(await keptEventIds(storage), [sampleEvent(1).id, sampleEvent(4).id])
    },
  ),

  rule('passkeys.setStatus: gone for an organization that suspends the passkey of another user', async (storage) => {
    await enroll(storage)
    const target = sampleTarget({ userId: 'bob' })
    await assertRefused(storage, 'gone', (events) => storage.passkeys.setStatus(target, suspend(acme), events))
    assert.deepEqual(await stateOf(storage), ['active', [], 1])
  }),

  rule(
    'passkeys.recordUse: gone at an organization that has suspended the passkey, and only there',
    async (storage) => {
      await enroll(storage)
      await set(storage, suspend(acme))
      const there = (events: readonly ReturnType<typeof sampleEvent>[]) =>
        storage.passkeys.recordUse(sampleUse({ organizationId: 'acme', events }))
      await assertRefused(storage, 'gone', there)
      for (const [number, organizationId] of ['ACME', 'acm', 'acme2', ''].entries()) {
        const use = sampleUse({ spend: sampleSpend(`use-${number}`), organizationId })
        assert.equal(await storage.passkeys.recordUse(use), 'recorded', organizationId)
      }
      assert.equal(await storage.passkeys.recordUse(sampleUse()), 'recorded')
    },
  ),

  rule('passkeys.recordUse: gone at every organization when the environment has suspended it', async (storage) => {
    await enroll(storage)
    await set(storage, suspend('environment'))
    assert.equal(await storage.passkeys.recordUse(sampleUse({ organizationId: 'acme' })), 'gone')
    await set(storage, reinstate('environment'))
    assert.equal(await storage.passkeys.recordUse(sampleUse({ organizationId: 'acme' })), 'recorded')
  }),

  rule('passkeys.remove: one that an organization has suspended stays with keepLastActive', async (storage) => {
    await enroll(storage)
    await enroll(storage, { id: sampleCredentialId('YW5vdGhlcg') })
    await set(storage, suspend(acme))
    const careful = { keepLastActive: true, at: sampleTime }
    await assertRefused(storage, 'last', (events) => storage.passkeys.remove(sampleTarget(), { ...careful, events }))
    await set(storage, reinstate(acme))
    assert.equal(await storage.passkeys.remove(sampleTarget(), { ...careful, events: [] }), 'removed')
  }),

  rule('passkeys.add: rejects a passkey whose status is not what suspendedBy says', async (storage) => {
    await assert.rejects(async () => enroll(storage, { status: 'suspended', suspendedBy: [acme] }), RangeError)
    await assert.rejects(async () => enroll(storage, { status: 'active', suspendedBy: ['environment'] }), RangeError)
    await enroll(storage, { suspendedBy: ['organization:b', acme, 'organization:b'] })
    assert.deepEqual(await stateOf(storage), ['active', [acme, 'organization:b'], 1])
  }),

  rule('passkeys.recordUse: adds the learned transports, and removes none', async (storage) => {
    const { passkeys } = storage
    await enroll(storage, { transports: ['usb', 'Internal', 'a"internal'] })
    for (const [number, transports] of [['internal'], ['internal', 'usb'], [], ['nfc', 'hybrid']].entries()) {
      const change = { ...sampleUse().change, transports }
      assert.equal(await passkeys.recordUse(sampleUse({ spend: sampleSpend(`use-${number}`), change })), 'recorded')
    }
    const found = await passkeys.find(sampleRpId, sampleTarget().id)
    const learned = ['usb', 'Internal', 'a"internal', 'internal', 'nfc', 'hybrid']
    assert.deepEqual(found?.passkey.transports.toSorted(), learned.toSorted())
  }),

  rule('passkeys.recordUse: learns the first transport of a passkey that had none', async (storage) => {
    await enroll(storage, { transports: [] })
    await storage.passkeys.recordUse(sampleUse({ change: { ...sampleUse().change, transports: ['é', 'é'] } }))
    assert.deepEqual((await storage.passkeys.find(sampleRpId, sampleTarget().id))?.passkey.transports, ['é'])
  }),

  rule('passkeys.recordUse: fills in a backup eligibility that was unknown', async (storage) => {
    const { backupEligible: _, ...unknown } = samplePasskey()
    assert.equal(await storage.passkeys.add(unknown, sampleTogether()), 'added')
    const found = await storage.passkeys.find(sampleRpId, sampleTarget().id)
    assert.deepEqual(found?.passkey, unknown)
    const change = { ...sampleUse().change, backupEligible: false, backedUp: false }
    await storage.passkeys.recordUse(sampleUse({ change }))
    assert.equal((await storage.passkeys.find(sampleRpId, sampleTarget().id))?.passkey.backupEligible, false)
  }),
]
