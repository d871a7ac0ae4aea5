import assert from 'node:assert/strict'
import type { AccountRecord, PasskeyStorage } from '@latchkey/storage'
import { type ConformanceCase, rule } from './conformance-case.js'
import {
  deliveryRule,
  enqueueEvents,
  eventIdsOf,
  failure,
  idsOf,
  ofUser,
  pageOf,
  sampleEndpoint,
} from './delivery-rule.js'
import { enroll } from './enroll.js'
import { keptEventIds } from './kept-event-ids.js'
import {
  sampleAccount,
  sampleCode,
  sampleCredentialId,
  sampleEvent,
  samplePasskey,
  sampleRpId,
  sampleTime,
  sampleTogether,
  sampleUse,
  sampleUserHandle,
} from './sample-records.js'

const alice = { rpId: sampleRpId, userId: 'alice' } as const
const nothingTold = () => []

function accountOf({ passkeys }: PasskeyStorage, userId = 'alice'): Promise<AccountRecord | undefined> {
  return passkeys.listByUser(sampleRpId, userId).then(({ account }) => account)
}

/** `accounts.purge`. */
export const accountsPurge: readonly ConformanceCase[] = [
  rule('accounts.purge: leaves a tombstone and no passkey, with its events', async (storage) => {
    await enroll(storage)
    await enroll(storage, { id: sampleCredentialId('Y3JlZGVudGlhbC10d28'), status: 'suspended' })
    await storage.accounts.recordPrompt({ ...sampleAccount(), what: 'shown', events: [] })
    await storage.accounts.recordPrompt({ ...sampleAccount(), what: 'never', events: [] })
    const account = await storage.accounts.purge(sampleAccount({ at: sampleTime + 3 }), () => [sampleEvent(1)])
    assert.deepEqual(account, {
      ...alice,
      userHandle: sampleUserHandle(),
      version: 2,
      passkeyCount: 0,
      activeCount: 0,
      addedCount: 2,
      prompt: { declines: 0, never: false },
      createdAt: sampleTime,
      purgedAt: sampleTime + 3,
    })
    assert.deepEqual(await storage.passkeys.listByUser(sampleRpId, 'alice'), { passkeys: [], account })
    assert.equal(await storage.passkeys.find(sampleRpId, sampleCredentialId()), undefined)
    assert.deepEqual(await keptEventIds(storage), [sampleEvent(1).id])
  }),

  rule('accounts.purge: deletes the codes of this user only', async ({ codes, ...storage }) => {
    await enroll({ codes, ...storage })
    const others = [
      sampleCode({ id: 'code-bob', userId: 'bob' }),
      sampleCode({ id: 'code-elsewhere', rpId: 'other.example' }),
    ]
    await codes.create([sampleCode(), ...others], [])
    await storage.accounts.purge(sampleAccount(), nothingTold)
    assert.equal(await codes.revoke(sampleCode().id, []), 'gone')
    for (const { id } of others) assert.equal(await codes.revoke(id, []), 'done')
  }),

  rule('accounts.purge: touches no other user and no other relying party', async (storage) => {
    await enroll(storage)
    const kept = [
      await enroll(storage, { id: sampleCredentialId('Ym9icw'), userId: 'bob', userHandle: sampleUserHandle('Ym9i') }),
      await enroll(storage, { rpId: 'other.example' }),
    ]
    await storage.accounts.purge(sampleAccount(), nothingTold)
    for (const passkey of kept) {
      const found = await storage.passkeys.find(passkey.rpId, passkey.id)
      assert.deepEqual([found?.passkey, found?.account.version], [passkey, 1])
    }
  }),

  rule(
    'accounts.purge: emits an event for each removed passkey, oldest first, suspended ones included',
    async (storage) => {
      const first = await enroll(storage)
      const id = sampleCredentialId('Y3JlZGVudGlhbC10d28')
      const second = await enroll(storage, { id, status: 'suspended', createdAt: sampleTime - 1 })
      const told: unknown[] = []
      await storage.accounts.purge(sampleAccount(), (removed) => {
        told.push(removed)
        return []
      })
      assert.deepEqual(told.at(-1), [second, first])
    },
  ),

  rule('accounts.purge: creates a tombstone at version 1 if there is no account, with its events', async (storage) => {
    const account = await storage.accounts.purge(sampleAccount(), () => [sampleEvent(1)])
    assert.deepEqual(account, {
      ...alice,
      userHandle: sampleUserHandle(),
      version: 1,
      passkeyCount: 0,
      activeCount: 0,
      addedCount: 0,
      prompt: { declines: 0, never: false },
      createdAt: sampleTime,
      purgedAt: sampleTime,
    })
    assert.deepEqual(await accountOf(storage), account)
    assert.deepEqual(await keptEventIds(storage), [sampleEvent(1).id])
  }),

  rule('accounts.purge: a first passkey whose ceremony was begun before is not added', async (storage) => {
    await storage.accounts.purge(sampleAccount(), nothingTold)
    assert.equal(await storage.passkeys.add(samplePasskey(), sampleTogether()), 'account_changed')
    assert.equal(await storage.passkeys.add(samplePasskey(), sampleTogether({ accountVersion: 1 })), 'added')
  }),

  rule('accounts.purge: what was spent stays spent', async (storage) => {
    await enroll(storage)
    await storage.passkeys.recordUse(sampleUse())
    await storage.accounts.purge(sampleAccount(), nothingTold)
    assert.equal(await storage.passkeys.isSpent(sampleUse().spend.id), true)
  }),

  rule('accounts.purge: deletes the codes of a user without an account', async (storage) => {
    await storage.codes.create([sampleCode()], [])
    await storage.accounts.purge(sampleAccount(), nothingTold)
    assert.equal(await storage.codes.revoke(sampleCode().id, []), 'gone')
  }),

  rule("accounts.purge: the user's earlier events stay, in their order before its own", async (storage) => {
    await enroll(storage)
    const [earlier, own] = [1, 2].map((number) => sampleEvent(number, { userId: 'alice' }))
    assert.ok(earlier && own)
    await storage.events.append([earlier])
    await storage.accounts.purge(sampleAccount(), () => [own])
    assert.deepEqual(await storage.events.claim(10, 1000, sampleTime), [earlier])
    assert.deepEqual(await keptEventIds(storage), [earlier.id, own.id])
  }),

  rule('accounts.purge: with `eraseEvents`, only the events of the purge are left of the user', async (storage) => {
    await enroll(storage)
    const ofAlice = [1, 2, 3].map((number) => sampleEvent(number, { userId: 'alice', once: `once-${number}` }))
    const inOrganization = sampleEvent(4, { userId: 'alice', organizationId: 'acme' })
    await storage.events.append([...ofAlice, inOrganization])
    await storage.events.claim(1, 1000, sampleTime)
    await storage.events.acknowledge([sampleEvent(1).id], sampleTime)
    const own = sampleEvent(9, { userId: 'alice' })
    const account = await storage.accounts.purge(sampleAccount(), () => [own], { eraseEvents: true })
    assert.deepEqual([account.purgedAt, account.passkeyCount], [sampleTime, 0])
    assert.deepEqual(await storage.events.page({ rpId: sampleRpId, limit: 10 }), { items: [own] })
    assert.deepEqual(await storage.events.page({ rpId: sampleRpId, organizationId: 'acme', limit: 10 }), { items: [] })
    assert.deepEqual(await storage.events.pageByUser({ ...alice, limit: 10 }), { items: [own] })
    assert.deepEqual(await storage.events.claim(10, 1000, sampleTime), [own])
    const again = sampleEvent(10, { userId: 'alice', once: 'once-1' })
    await storage.events.append([again])
    assert.deepEqual(await storage.events.pageByUser({ ...alice, limit: 10 }), { items: [own, again] })
  }),

  rule('accounts.purge: `eraseEvents` deletes no event of another user or another relying party', async (storage) => {
    const others = [
      sampleEvent(1, { userId: 'bob', actor: { type: 'admin', id: 'alice' } }),
      sampleEvent(2, { userId: 'Alice' }),
      sampleEvent(3),
    ]
    const elsewhere = sampleEvent(4, { userId: 'alice', rpId: 'other.example' })
    await storage.events.append([...others, elsewhere, sampleEvent(5, { userId: 'alice' })])
    await storage.accounts.purge(sampleAccount(), nothingTold, { eraseEvents: true })
    assert.deepEqual(await storage.events.page({ rpId: sampleRpId, limit: 10 }), { items: others })
    assert.deepEqual(await storage.events.page({ rpId: 'other.example', limit: 10 }), { items: [elsewhere] })
  }),

  rule('accounts.purge: a purge whose event is refused has erased no event', async (storage) => {
    const [earlier, taken] = [sampleEvent(1, { userId: 'alice' }), sampleEvent(2, { userId: 'bob' })]
    await storage.events.append([earlier, taken])
    await assert.rejects(
      async () => storage.accounts.purge(sampleAccount(), () => [taken], { eraseEvents: true }),
      Error,
    )
    assert.deepEqual(await storage.events.page({ rpId: sampleRpId, limit: 10 }), { items: [earlier, taken] })
    assert.equal(await accountOf(storage), undefined)
  }),

  deliveryRule('accounts.purge: with `eraseEvents`, nothing of the user is left to deliver', async (storage) => {
    await enqueueEvents(storage, [ofUser(1, 'alice'), ofUser(2, 'alice'), ofUser(3, 'bob')])
    const { deliveries } = storage
    await deliveries.claim(sampleEndpoint, { limit: 10, leaseMs: 1000, now: sampleTime })
    await deliveries.defer(sampleEndpoint, failure(1, { userId: 'alice', until: 'never' }))
    await storage.accounts.purge(sampleAccount(), nothingTold, { eraseEvents: true })
    assert.deepEqual(await pageOf(storage, true), [])
    assert.deepEqual(await eventIdsOf(storage, sampleEndpoint), idsOf(3))
    await storage.events.append([ofUser(1, 'alice')])
    await deliveries.enqueue(sampleRpId, 10, sampleTime)
    assert.deepEqual(await eventIdsOf(storage, sampleEndpoint), idsOf(1, 3))
  }),
]
