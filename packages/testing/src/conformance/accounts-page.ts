import assert from 'node:assert/strict'
import type { PasskeyStorage } from '@latchkey/storage'
import { type ConformanceCase, rule } from './conformance-case.js'
import { enroll } from './enroll.js'
import { sampleAccount, sampleRpId, sampleTime, sampleUserHandle } from './sample-records.js'

/** The user gets an account and no passkey. */
async function addAccount({ accounts }: PasskeyStorage, userId: string, rpId = sampleRpId): Promise<void> {
  const userHandle = sampleUserHandle(Buffer.from(userId).toString('base64url'))
  await accounts.recordPrompt({ rpId, userId, userHandle, at: sampleTime, what: 'shown', events: [] })
}

/** The user ids of every page. */
async function walk({ accounts }: PasskeyStorage, limit: number): Promise<readonly (readonly string[])[]> {
  const pages: (readonly string[])[] = []
  let after: string | undefined = ''
  while (after !== undefined) {
    const { items, next }: Awaited<ReturnType<typeof accounts.page>> = await accounts.page({
      rpId: sampleRpId,
      limit,
      after,
    })
    pages.push(items.map(({ userId }) => userId))
    after = next
  }
  return pages
}

/** `accounts.page` and `.listRelyingParties`. */
export const accountsPage: readonly ConformanceCase[] = [
  rule('accounts.listRelyingParties: every account of the user, tombstones included', async (storage) => {
    const keys = [sampleRpId, 'other.example', 'staging/example.com']
    for (const rpId of keys) await addAccount(storage, 'Alice', rpId)
    await addAccount(storage, 'alice', 'third.example')
    await storage.accounts.purge(
      sampleAccount({ userId: 'Alice', rpId: 'other.example', at: sampleTime + 1 }),
      () => [],
    )
    assert.deepEqual([...(await storage.accounts.listRelyingParties('Alice'))].sort(), keys.toSorted())
    assert.deepEqual(await storage.accounts.listRelyingParties('alice'), ['third.example'])
    assert.deepEqual(await storage.accounts.listRelyingParties('bob'), [])
  }),

  rule('accounts.page: walks all accounts of a relying party once', async (storage) => {
    for (const userId of ['dora', 'bob', 'Bob', 'émile', '7']) await addAccount(storage, userId)
    await addAccount(storage, 'carol', 'other.example')
    const pages = await walk(storage, 2)
    assert.deepEqual(
      pages.map(({ length }) => length),
      [2, 2, 1],
    )
    assert.deepEqual(pages.flat().sort(), ['7', 'Bob', 'bob', 'dora', 'émile'])
  }),

  rule('accounts.page: the stored accounts, with passkeys and without, tombstones too', async (storage) => {
    await enroll(storage)
    await addAccount(storage, 'bob')
    await addAccount(storage, 'carol')
    await storage.accounts.purge(sampleAccount({ userId: 'carol', at: sampleTime + 1 }), () => [])
    const { items } = await storage.accounts.page({ rpId: sampleRpId, limit: 10 })
    const listed = await Promise.all(items.map(({ userId }) => storage.passkeys.listByUser(sampleRpId, userId)))
    assert.deepEqual(
      items,
      listed.map(({ account }) => account),
    )
    const facts = items.map(({ userId, passkeyCount, purgedAt }) => [userId, passkeyCount, purgedAt])
    assert.deepEqual(facts.sort(), [
      ['alice', 1, undefined],
      ['bob', 0, undefined],
      ['carol', 0, sampleTime + 1],
    ])
  }),

  rule('accounts.page: a page that is just full and the last has no next', async (storage) => {
    for (const userId of ['alice', 'bob']) await addAccount(storage, userId)
    const page = await storage.accounts.page({ rpId: sampleRpId, limit: 2 })
    assert.deepEqual([page.items.length, 'next' in page], [2, false])
  }),

  rule('accounts.page: empty without accounts', async (storage) => {
    await addAccount(storage, 'alice')
    assert.deepEqual(await storage.accounts.page({ rpId: 'other.example', limit: 10 }), { items: [] })
  }),

  rule('accounts.page: rejects a limit that is not a whole number from 1 to 1000', async ({ accounts }) => {
    for (const limit of [0, -1, 1.5, 1001, Number.NaN, Number.POSITIVE_INFINITY]) {
      await assert.rejects(async () => accounts.page({ rpId: sampleRpId, limit }), Error, String(limit))
    }
    assert.deepEqual(await accounts.page({ rpId: sampleRpId, limit: 1000 }), { items: [] })
  }),
]
