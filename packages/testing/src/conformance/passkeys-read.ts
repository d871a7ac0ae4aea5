import assert from 'node:assert/strict'
import { type ConformanceCase, rule } from './conformance-case.js'
import { enroll } from './enroll.js'
import {
  sampleCredentialId,
  samplePasskey,
  sampleRpId,
  sampleTarget,
  sampleTime,
  sampleTogether,
  sampleUse,
  sampleUserHandle,
} from './sample-records.js'

const numbered = (number: number) => sampleCredentialId(`Y3JlZGVudGlhbC0${number}`)

/** `passkeys.find`, `.listByUser`, `.isSpent` and `.page`. */
export const passkeysRead: readonly ConformanceCase[] = [
  rule('passkeys.find: returns the passkey and its account', async (storage) => {
    const passkey = await enroll(storage)
    const { account } = await storage.passkeys.listByUser(sampleRpId, 'alice')
    assert.notEqual(account, undefined)
    assert.deepEqual(await storage.passkeys.find(sampleRpId, passkey.id), { passkey, account })
  }),

  rule('passkeys.find: undefined for an unknown id', async (storage) => {
    await enroll(storage)
    assert.equal(await storage.passkeys.find(sampleRpId, numbered(1)), undefined)
  }),

  rule('passkeys.find: undefined at another relying party', async (storage) => {
    const passkey = await enroll(storage)
    assert.equal(await storage.passkeys.find('other.example', passkey.id), undefined)
  }),

  rule('passkeys.find: finds a suspended passkey', async (storage) => {
    const passkey = await enroll(storage, { status: 'suspended' })
    assert.equal((await storage.passkeys.find(sampleRpId, passkey.id))?.passkey.status, 'suspended')
  }),

  rule('passkeys.listByUser: no account and no passkeys for an unknown user', async ({ passkeys }) => {
    assert.deepEqual(await passkeys.listByUser(sampleRpId, 'alice'), { passkeys: [] })
  }),

  rule('passkeys.listByUser: the passkeys of this user at this relying party only', async (storage) => {
    const mine = await enroll(storage)
    await enroll(storage, { id: numbered(1), userId: 'bob', userHandle: sampleUserHandle('Ym9i') })
    await enroll(storage, { id: numbered(2), rpId: 'other.example' })
    const { passkeys, account } = await storage.passkeys.listByUser(sampleRpId, 'alice')
    assert.deepEqual(passkeys, [mine])
    assert.deepEqual([account?.userId, account?.rpId, account?.passkeyCount], ['alice', sampleRpId, 1])
  }),

  rule('passkeys.listByUser: oldest first, equal times by id, suspended ones included', async (storage) => {
    await enroll(storage, { id: numbered(5), createdAt: sampleTime + 10 })
    await enroll(storage, { id: numbered(9), createdAt: sampleTime, status: 'suspended' })
    await enroll(storage, { id: numbered(3), createdAt: sampleTime + 10 })
    const { passkeys } = await storage.passkeys.listByUser(sampleRpId, 'alice')
    assert.deepEqual(
      passkeys.map(({ id }) => id),
      [numbered(9), numbered(3), numbered(5)],
    )
  }),

  rule('passkeys.listByUser: the account stays when the last passkey is gone', async (storage) => {
    const passkey = await enroll(storage)
    await storage.passkeys.remove(passkey, { keepLastActive: false, at: sampleTime, events: [] })
    const { passkeys, account } = await storage.passkeys.listByUser(sampleRpId, 'alice')
    assert.deepEqual([passkeys.length, account?.passkeyCount, account?.userHandle], [0, 0, passkey.userHandle])
  }),

  rule('passkeys.isSpent: true after what spent it, false before', async (storage) => {
    await enroll(storage)
    assert.equal(await storage.passkeys.isSpent('sign-in-1'), false)
    await storage.passkeys.recordUse(sampleUse())
    assert.equal(await storage.passkeys.isSpent('sign-in-1'), true)
  }),

  rule('passkeys.page: walks all passkeys of a relying party once, in the order of their ids', async (storage) => {
    for (const number of [4, 2, 7, 1, 6]) await enroll(storage, { id: numbered(number), userId: `user-${number}` })
    await enroll(storage, { id: numbered(3), rpId: 'other.example' })
    const first = await storage.passkeys.page({ rpId: sampleRpId, limit: 2 })
    const second = await storage.passkeys.page({ rpId: sampleRpId, limit: 2, after: first.next ?? '' })
    const third = await storage.passkeys.page({ rpId: sampleRpId, limit: 2, after: second.next ?? '' })
    const pages = [first, second, third].map(({ items }) => items.map(({ id }) => id))
    assert.deepEqual(pages, [[numbered(1), numbered(2)], [numbered(4), numbered(6)], [numbered(7)]])
    assert.equal('next' in third, false)
  }),

  rule('passkeys.page: a page that is just full and the last has no next', async (storage) => {
    for (const number of [1, 2]) await enroll(storage, { id: numbered(number) })
    const { items, next } = await storage.passkeys.page({ rpId: sampleRpId, limit: 2 })
    assert.deepEqual([items.length, next], [2, undefined])
  }),

  rule('passkeys.page: empty without passkeys', async (storage) => {
    await enroll(storage)
    assert.deepEqual(await storage.passkeys.page({ rpId: 'other.example', limit: 10 }), { items: [] })
  }),

  rule('passkeys.page: continues after a passkey that has been removed since', async (storage) => {
    for (const number of [1, 2, 3]) await enroll(storage, { id: numbered(number) })
    const { next } = await storage.passkeys.page({ rpId: sampleRpId, limit: 2 })
    assert.equal(next, numbered(2))
    await storage.passkeys.remove(sampleTarget({ id: numbered(2) }), {
      keepLastActive: false,
      at: sampleTime,
      events: [],
    })
    await enroll(storage, { id: sampleCredentialId(`${numbered(2)}a`), userId: 'bob' })
    const { items } = await storage.passkeys.page({ rpId: sampleRpId, limit: 2, ...(next && { after: next }) })
    assert.deepEqual(
      items.map(({ id }) => id),
      [sampleCredentialId(`${numbered(2)}a`), numbered(3)],
    )
  }),

  rule('passkeys.page: a page of 1000, and the page of what is left', async ({ passkeys }) => {
    const addAt = (number: number) => {
      const padded = String(number).padStart(4, '0')
      const passkey = samplePasskey({ id: sampleCredentialId(`aWQt${padded}`), userId: `user-${padded}` })
      return passkeys.add(passkey, sampleTogether({ spend: [] }))
    }
    for (let number = 0; number < 1010; number += 10) {
      await Promise.all(Array.from({ length: 10 }, (_, more) => addAt(number + more)))
    }
    const { items, next } = await passkeys.page({ rpId: sampleRpId, limit: 1000 })
    assert.deepEqual([items.length, items.at(-1)?.id, next], [1000, 'aWQt0999', 'aWQt0999'])
    const rest = await passkeys.page({ rpId: sampleRpId, limit: 1000, ...(next && { after: next }) })
    assert.deepEqual([rest.items.length, rest.items[0]?.id, rest.next], [10, 'aWQt1000', undefined])
  }),

  rule('passkeys.page: rejects a limit that is not a whole number from 1 to 1000', async ({ passkeys }) => {
    for (const limit of [0, -1, 1.5, 1001, Number.NaN, Number.POSITIVE_INFINITY]) {
      await assert.rejects(async () => passkeys.page({ rpId: sampleRpId, limit }), Error, String(limit))
    }
    assert.deepEqual(await passkeys.page({ rpId: sampleRpId, limit: 1000 }), { items: [] })
  }),
]
