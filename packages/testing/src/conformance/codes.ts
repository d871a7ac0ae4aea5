import assert from 'node:assert/strict'
import { type ConformanceCase, rule } from './conformance-case.js'
import { keptEventIds } from './kept-event-ids.js'
import { fullCode, sampleCode, sampleEvent, sampleRpId, sampleTime } from './sample-records.js'

const { id, hash } = sampleCode()
const wrongHash = new Uint8Array([1, 2, 4])
const set = [sampleRpId, 'alice', 'invitation'] as const

/** `codes.create`, `.tryRedeem` and `.revoke`. */
export const codes: readonly ConformanceCase[] = [
  rule('codes.create: stores the code with every field, and its events', async (storage) => {
    const code = fullCode()
    await storage.codes.create([code, sampleCode({ id: 'code-2' })], [sampleEvent(1)])
    assert.deepEqual(await storage.codes.tryRedeem(id, hash, sampleTime), { code: { ...code, redemptionsLeft: 19 } })
    assert.deepEqual(await keptEventIds(storage), [sampleEvent(1).id])
  }),

  rule('codes.create: no codes and no events is no change', async (storage) => {
    await storage.codes.create([], [])
    assert.deepEqual(await keptEventIds(storage), [])
  }),

  rule('codes.create: rejects an id that is stored, and stores none of the others', async (storage) => {
    const { codes } = storage
    await codes.create([sampleCode()], [])
    await assert.rejects(codes.create([sampleCode({ id: 'code-2' }), sampleCode({ triesLeft: 99 })], [sampleEvent(1)]))
    assert.equal(await codes.revoke('code-2', []), 'gone')
    assert.deepEqual(await codes.tryRedeem(id, hash, sampleTime), { code: sampleCode({ redemptionsLeft: 19 }) })
    assert.deepEqual(await keptEventIds(storage), [])
  }),

  rule('codes.create: rejects an id that is named twice, and stores neither', async (storage) => {
    const { codes } = storage
    await assert.rejects(codes.create([sampleCode(), sampleCode({ triesLeft: 99 })], [sampleEvent(1)]))
    assert.equal(await codes.revoke(id, []), 'gone')
    assert.deepEqual(await keptEventIds(storage), [])
  }),

  rule('codes.tryRedeem: takes a redemption each time and no try, and may be repeated', async ({ codes }) => {
    await codes.create([sampleCode({ triesLeft: 1, redemptionsLeft: 3 })], [])
    for (const redemptionsLeft of [2, 1, 0]) {
      const code = sampleCode({ triesLeft: 1, redemptionsLeft })
      assert.deepEqual(await codes.tryRedeem(id, hash, sampleTime), { code })
    }
  }),

  rule('codes.tryRedeem: refused without a redemption left, and changes nothing', async ({ codes }) => {
    await codes.create([sampleCode({ redemptionsLeft: 1 })], [])
    assert.notEqual(await codes.tryRedeem(id, hash, sampleTime), 'refused')
    for (const bytes of [hash, wrongHash]) assert.equal(await codes.tryRedeem(id, bytes, sampleTime), 'refused')
    assert.deepEqual(await codes.list(...set), [sampleCode({ redemptionsLeft: 0 })])
  }),

  rule('codes.tryRedeem: a wrong hash is refused and takes a try, and the last try may be right', async ({ codes }) => {
    await codes.create([sampleCode({ triesLeft: 2 })], [])
    assert.equal(await codes.tryRedeem(id, wrongHash, sampleTime), 'refused')
    const code = sampleCode({ triesLeft: 1, redemptionsLeft: 19 })
    assert.deepEqual(await codes.tryRedeem(id, hash, sampleTime), { code })
  }),

  rule('codes.tryRedeem: refused without a try left, even when right', async ({ codes }) => {
    await codes.create([sampleCode({ triesLeft: 1 })], [])
    assert.equal(await codes.tryRedeem(id, wrongHash, sampleTime), 'refused')
    assert.equal(await codes.tryRedeem(id, hash, sampleTime), 'refused')
    assert.deepEqual(await codes.list(...set), [sampleCode({ triesLeft: 0 })])
  }),

  rule('codes.tryRedeem: refused for the beginning of the hash, more than the hash, and nothing', async ({ codes }) => {
    await codes.create([sampleCode()], [])
    for (const bytes of [[1, 2], [1, 2, 3, 0], []]) {
      assert.equal(await codes.tryRedeem(id, new Uint8Array(bytes), sampleTime), 'refused')
    }
  }),

  rule('codes.tryRedeem: valid until it expires, refused from that instant', async ({ codes }) => {
    await codes.create([sampleCode({ expiresAt: sampleTime + 10 }), sampleCode({ id: 'ends' })], [])
    assert.notEqual(await codes.tryRedeem(id, hash, sampleTime + 9), 'refused')
    assert.equal(await codes.tryRedeem(id, hash, sampleTime + 10), 'refused')
  }),

  rule('codes.tryRedeem: without an end never expires', async ({ codes }) => {
    const { expiresAt, ...code } = sampleCode()
    await codes.create([code], [])
    assert.deepEqual(await codes.tryRedeem(id, hash, (expiresAt ?? 0) * 2), { code: { ...code, redemptionsLeft: 19 } })
  }),

  rule('codes.tryRedeem: a code that has expired or is used counts no try', async ({ codes }) => {
    const expired = sampleCode({ expiresAt: sampleTime })
    const used = sampleCode({ id: 'code-2', usedAt: sampleTime })
    await codes.create([expired, used], [])
    for (const code of [id, 'code-2']) {
      for (const bytes of [wrongHash, hash]) assert.equal(await codes.tryRedeem(code, bytes, sampleTime), 'refused')
    }
    assert.deepEqual(await codes.list(...set), [expired, used])
  }),

  rule('codes.tryRedeem: refused when used, or unknown', async ({ codes }) => {
    await codes.create([sampleCode({ usedAt: sampleTime })], [])
    assert.equal(await codes.tryRedeem(id, hash, sampleTime), 'refused')
    assert.equal(await codes.tryRedeem('code-2', hash, sampleTime), 'refused')
  }),

  rule('codes.revoke: deletes the code, with its events', async (storage) => {
    await storage.codes.create([sampleCode(), sampleCode({ id: 'code-2' })], [])
    assert.equal(await storage.codes.revoke(id, [sampleEvent(1)]), 'done')
    assert.equal(await storage.codes.tryRedeem(id, hash, sampleTime), 'refused')
    assert.notEqual(await storage.codes.tryRedeem('code-2', hash, sampleTime), 'refused')
    assert.deepEqual(await keptEventIds(storage), [sampleEvent(1).id])
  }),

  rule('codes.revoke: gone if there is none, and stores no event', async (storage) => {
    assert.equal(await storage.codes.revoke(id, [sampleEvent(1)]), 'gone')
    assert.deepEqual(await keptEventIds(storage), [])
  }),

  rule('codes.revoke: deletes a code that was used, and one without a try left', async ({ codes }) => {
    await codes.create([sampleCode({ usedAt: sampleTime }), sampleCode({ id: 'code-2', triesLeft: 0 })], [])
    for (const code of [id, 'code-2']) assert.equal(await codes.revoke(code, []), 'done')
  }),
]
