import assert from 'node:assert/strict'
import type { AccountRecord, PasskeyStorage, RecordPrompt } from '@latchkey/storage'
import { type ConformanceCase, rule } from './conformance-case.js'
import { enroll } from './enroll.js'
import { keptEventIds } from './kept-event-ids.js'
import {
  sampleAccount,
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

function prompted(what: RecordPrompt['what'], change: Partial<RecordPrompt> = {}): RecordPrompt {
  return { ...alice, userHandle: sampleUserHandle(), at: sampleTime, what, events: [], ...change }
}

function accountOf({ passkeys }: PasskeyStorage, userId = 'alice'): Promise<AccountRecord | undefined> {
  return passkeys.listByUser(sampleRpId, userId).then(({ account }) => account)
}

/** `accounts.recordPrompt` and `.raiseVersion`. */
export const accounts: readonly ConformanceCase[] = [
  rule('accounts.recordPrompt: creates the account and returns it', async (storage) => {
    const account = await storage.accounts.recordPrompt(prompted('shown'))
    assert.deepEqual(account, {
      ...alice,
      userHandle: sampleUserHandle(),
      version: 1,
      passkeyCount: 0,
      activeCount: 0,
      addedCount: 0,
      prompt: { declines: 0, never: false, lastShownAt: sampleTime },
      createdAt: sampleTime,
    })
    assert.deepEqual(await accountOf(storage), account)
  }),

  rule('accounts.recordPrompt: an existing account keeps its handle, version and counts', async (storage) => {
    await enroll(storage)
    const before = await accountOf(storage)
    const account = await storage.accounts.recordPrompt(
      prompted('shown', { userHandle: sampleUserHandle('YW5vdGhlcg'), at: sampleTime + 5 }),
    )
    assert.deepEqual(account, { ...before, prompt: { declines: 0, never: false, lastShownAt: sampleTime + 5 } })
  }),

  rule('accounts.recordPrompt: counts declines, stores never, and clears both', async ({ accounts }) => {
    const steps = [
      ['declined', { declinedAt: sampleTime, declines: 1, never: false }],
      ['declined', { declinedAt: sampleTime + 1, declines: 2, never: false }],
      ['never', { declinedAt: sampleTime + 2, declines: 3, never: true }],
      ['declined', { declinedAt: sampleTime + 3, declines: 4, never: true }],
      ['shown', { declinedAt: sampleTime + 3, declines: 4, never: true, lastShownAt: sampleTime + 4 }],
      ['cleared', { declines: 0, never: false, lastShownAt: sampleTime + 4 }],
    ] as const
    for (const [number, [what, prompt]] of steps.entries()) {
      const account = await accounts.recordPrompt(prompted(what, { at: sampleTime + number }))
      assert.deepEqual(account.prompt, prompt)
    }
  }),

  rule('accounts.recordPrompt: the first time of grace stays, whatever follows but a purge', async (storage) => {
    const grace = (graceUntil: number) => prompted('grace', { graceUntil })
    assert.equal((await storage.accounts.recordPrompt(grace(9))).graceUntil, 9)
    for (const what of ['shown', 'declined', 'never', 'cleared'] as const) {
      assert.equal((await storage.accounts.recordPrompt(prompted(what))).graceUntil, 9)
    }
    const account = await storage.accounts.recordPrompt(grace(5))
    assert.equal(account.graceUntil, 9)
    assert.deepEqual((await storage.passkeys.listByUser(account.rpId, account.userId)).account, account)
    await storage.accounts.raiseVersion(sampleAccount(), [])
    assert.equal((await storage.accounts.purge(sampleAccount(), () => [])).graceUntil, undefined)
  }),

  rule('accounts.recordPrompt: of simultaneous times of grace one stays', async ({ accounts }) => {
    const times = [5, 6, 7, 8, 9]
    const calls = times.map((graceUntil) => accounts.recordPrompt(prompted('grace', { graceUntil })))
    const stored = new Set((await Promise.all(calls)).map(({ graceUntil }) => graceUntil))
    assert.equal(stored.size, 1)
  }),

  rule('accounts.recordPrompt: is about this user only', async (storage) => {
    await enroll(storage, { userId: 'bob', userHandle: sampleUserHandle('Ym9i') })
    await enroll(storage, { rpId: 'other.example' })
    await storage.accounts.recordPrompt(prompted('never'))
    assert.equal((await accountOf(storage, 'bob'))?.prompt.never, false)
    assert.equal((await storage.passkeys.listByUser('other.example', 'alice')).account?.prompt.never, false)
  }),

  rule('accounts.raiseVersion: raises by one, with its events, and returns the account', async (storage) => {
    await enroll(storage)
    const before = await accountOf(storage)
    const account = await storage.accounts.raiseVersion(sampleAccount(), [sampleEvent(1)])
    assert.deepEqual(account, { ...before, version: 2 })
    assert.deepEqual(await accountOf(storage), account)
    assert.deepEqual(await keptEventIds(storage), [sampleEvent(1).id])
  }),

  rule('accounts.raiseVersion: a ceremony begun before then ends in account_changed', async (storage) => {
    await enroll(storage)
    await storage.accounts.raiseVersion(sampleAccount(), [])
    assert.equal(await storage.passkeys.recordUse(sampleUse()), 'account_changed')
    assert.equal(await storage.passkeys.recordUse(sampleUse({ accountVersion: 2 })), 'recorded')
  }),

  rule('accounts.raiseVersion: creates the account at version 1 if there is none, with its events', async (storage) => {
    await enroll(storage, { userId: 'bob', userHandle: sampleUserHandle('Ym9i') })
    const account = await storage.accounts.raiseVersion(sampleAccount(), [sampleEvent(1)])
    assert.deepEqual(account, {
      ...alice,
      userHandle: sampleUserHandle(),
      version: 1,
      passkeyCount: 0,
      activeCount: 0,
      addedCount: 0,
      prompt: { declines: 0, never: false },
      createdAt: sampleTime,
    })
    assert.deepEqual(await accountOf(storage), account)
    assert.deepEqual(await keptEventIds(storage), [sampleEvent(1).id])
    assert.equal((await accountOf(storage, 'bob'))?.version, 1)
  }),

  rule('accounts.raiseVersion: a first passkey whose ceremony was begun before is not added', async (storage) => {
    await storage.accounts.raiseVersion(sampleAccount(), [])
    assert.equal(await storage.passkeys.add(samplePasskey(), sampleTogether()), 'account_changed')
    assert.equal(await storage.passkeys.add(samplePasskey(), sampleTogether({ accountVersion: 1 })), 'added')
  }),

  rule('accounts: a tombstone can be purged again, and its version can be raised', async (storage) => {
    await enroll(storage)
    const tombstone = await storage.accounts.purge(sampleAccount({ at: sampleTime + 1 }), nothingTold)
    const raised = await storage.accounts.raiseVersion(sampleAccount(), [])
    assert.deepEqual(raised, { ...tombstone, version: 3 })
    const again = await storage.accounts.purge(sampleAccount({ at: sampleTime + 2 }), () => [sampleEvent(1)])
    assert.deepEqual(again, { ...tombstone, version: 4, purgedAt: sampleTime + 2 })
    assert.deepEqual(await accountOf(storage), again)
    assert.deepEqual(await keptEventIds(storage), [sampleEvent(1).id])
  }),

  rule('accounts.recordPrompt: clearing before any answer creates the account', async (storage) => {
    const account = await storage.accounts.recordPrompt(prompted('cleared'))
    assert.deepEqual([account.version, account.prompt], [1, { declines: 0, never: false }])
    assert.deepEqual(await accountOf(storage), account)
  }),

  rule('accounts.recordPrompt: the last answer counts, even when its time is earlier', async ({ accounts }) => {
    await accounts.recordPrompt(prompted('declined', { at: sampleTime + 9 }))
    const account = await accounts.recordPrompt(prompted('declined', { at: sampleTime + 3 }))
    assert.deepEqual(account.prompt, { declinedAt: sampleTime + 3, declines: 2, never: false })
  }),
]
