import assert from 'node:assert/strict'
import { type ConformanceCase, rule } from './conformance-case.js'
import { keptEventIds } from './kept-event-ids.js'
import {
  fullCode,
  sampleCode,
  sampleCodeSpend,
  sampleEvent,
  samplePasskey,
  sampleRpId,
  sampleTime,
  sampleTogether,
} from './sample-records.js'

const set = [sampleRpId, 'alice', 'invitation'] as const
const recovery = [sampleRpId, 'alice', 'recovery'] as const

/** Codes of every other set: of another user, relying party or purpose. */
const others = [
  sampleCode({ id: 'of-bob', userId: 'bob' }),
  sampleCode({ id: 'elsewhere', rpId: 'other.example' }),
  sampleCode({ id: 'otp', purpose: 'otp' }),
]

/** `codes.list` and `.replaceSet`. */
export const codesSets: readonly ConformanceCase[] = [
  rule('codes.list: every field of every code of the set, and of no other', async ({ codes }) => {
    await codes.create([fullCode(), ...others], [])
    assert.deepEqual(await codes.list(...recovery), [fullCode()])
    for (const code of others) {
      assert.deepEqual(await codes.list(code.rpId, code.userId, code.purpose), [code])
    }
  }),

  rule('codes.list: empty for a user without codes', async ({ codes }) => {
    assert.deepEqual(await codes.list(...set), [])
  }),

  rule('codes.list: oldest first, equal times by the bytes of the id', async ({ codes }) => {
    const [late, b, a, upper] = [
      sampleCode({ id: '0', createdAt: sampleTime + 1 }),
      sampleCode({ id: 'b' }),
      sampleCode({ id: 'a' }),
      sampleCode({ id: 'B' }),
    ] as const
    await codes.create([late, b, a, upper], [])
    assert.deepEqual(await codes.list(...set), [upper, a, b, late])
  }),

  rule('codes.list: used codes, expired ones and those without a try left are in it', async ({ codes, passkeys }) => {
    const [used, expired, tried] = [
      sampleCode({ id: '1' }),
      sampleCode({ id: '2', expiresAt: sampleTime }),
      sampleCode({ id: '3', triesLeft: 0, redemptionsLeft: 0 }),
    ] as const
    await codes.create([used, expired, tried], [])
    assert.equal(await passkeys.add(samplePasskey(), sampleTogether({ spend: [sampleCodeSpend('1')] })), 'added')
    assert.deepEqual(await codes.list(...set), [{ ...used, usedAt: sampleTime }, expired, tried])
  }),

  rule(
    'codes.replaceSet: these and no others, whatever the state of those before, with its events',
    async (storage) => {
      const { codes } = storage
      await codes.create([sampleCode(), sampleCode({ id: 'used', usedAt: sampleTime }), ...others], [])
      const [next, full] = [sampleCode({ id: 'next' }), { ...fullCode(), id: 'full', purpose: 'invitation' as const }]
      await codes.replaceSet(...set, [next, full], [sampleEvent(1)])
      assert.deepEqual(await codes.list(...set), [full, next])
      assert.equal(await codes.tryRedeem(sampleCode().id, sampleCode().hash, sampleTime), 'refused')
      for (const code of others) {
        assert.deepEqual(await codes.list(code.rpId, code.userId, code.purpose), [code])
      }
      assert.deepEqual(await keptEventIds(storage), [sampleEvent(1).id])
    },
  ),

  rule('codes.replaceSet: changed while a passkey was added that the caller has not seen', async (storage) => {
    const { codes } = storage
    await codes.create([sampleCode()], [])
    assert.equal(await storage.passkeys.add(samplePasskey(), sampleTogether()), 'added')
    const next = [sampleCode({ id: 'next' })]
    assert.equal(await codes.replaceSet(...set, next, [sampleEvent(1)], { addedCount: 0 }), 'changed')
    assert.deepEqual(await codes.list(...set), [sampleCode()])
    assert.deepEqual(await keptEventIds(storage), [])
    assert.equal(await codes.replaceSet(...set, next, [], { addedCount: 1 }), 'replaced')
    assert.deepEqual(await codes.list(...set), next)
  }),

  rule('codes.replaceSet: a user without an account has added no passkey', async ({ codes }) => {
    assert.equal(await codes.replaceSet(...set, [sampleCode()], [], { addedCount: 0 }), 'replaced')
    assert.deepEqual(await codes.list(...set), [sampleCode()])
  }),

  rule('codes.replaceSet: a first set, the same set again, and none', async (storage) => {
    const { codes } = storage
    await codes.replaceSet(...set, [sampleCode()], [])
    await codes.replaceSet(...set, [sampleCode({ triesLeft: 1 })], [])
    assert.deepEqual(await codes.list(...set), [sampleCode({ triesLeft: 1 })])
    await codes.replaceSet(...set, [], [sampleEvent(1)])
    assert.deepEqual(await codes.list(...set), [])
    assert.deepEqual(await keptEventIds(storage), [sampleEvent(1).id])
  }),

  ...(
    [
      ['another set has', [sampleCode({ id: 'new' }), sampleCode({ id: 'of-bob' })]],
      ['is named twice', [sampleCode({ id: 'new' }), sampleCode({ id: 'new' })]],
    ] as const
  ).map(([why, codes]) =>
    rule(`codes.replaceSet: rejects an id that ${why}, and the set stays`, async (storage) => {
      await storage.codes.create([sampleCode(), ...others], [])
      await assert.rejects(storage.codes.replaceSet(...set, codes, [sampleEvent(1)]))
      assert.deepEqual(await storage.codes.list(...set), [sampleCode()])
      assert.deepEqual(await storage.codes.list(sampleRpId, 'bob', 'invitation'), [others[0]])
      assert.deepEqual(await keptEventIds(storage), [])
    }),
  ),
]
