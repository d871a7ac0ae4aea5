import assert from 'node:assert/strict'
import { type ConformanceCase, rule } from './conformance-case.js'
import { enroll } from './enroll.js'
import {
  fullPasskey,
  sampleCode,
  sampleEvent,
  samplePasskey,
  samplePolicy,
  sampleRpId,
  sampleTime,
  sampleTogether,
} from './sample-records.js'

/** Overwrites everything that can be: bytes, elements, properties, all the way down. */
function scribble(value: unknown): void {
  if (value instanceof Uint8Array) value.fill(0x55)
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      scribble(inner)
      if (typeof inner !== 'object' && !Object.isFrozen(value)) Reflect.set(value, key, 'scribbled')
    }
  }
}

/** Records are values: whoever changes one that was handed in or out changes nothing that is kept. */
export const copies: readonly ConformanceCase[] = [
  rule('copies: changing a passkey that was added changes nothing', async ({ passkeys }) => {
    const passkey = fullPasskey()
    const together = sampleTogether({ events: [sampleEvent(1)] })
    const added = passkeys.add(passkey, together)
    await added
    scribble(passkey)
    scribble(together.spend)
    assert.deepEqual((await passkeys.find(sampleRpId, fullPasskey().id))?.passkey, fullPasskey())
    assert.equal(await passkeys.isSpent('ceremony-1'), true)
  }),

  rule('copies: changing what find, listByUser and page answer changes nothing', async (storage) => {
    const { passkeys } = storage
    const { id } = await enroll(storage)
    const before = structuredClone(await passkeys.find(sampleRpId, id))
    scribble(await passkeys.find(sampleRpId, id))
    scribble(await passkeys.listByUser(sampleRpId, 'alice'))
    scribble(await passkeys.page({ rpId: sampleRpId, limit: 10 }))
    assert.deepEqual(await passkeys.find(sampleRpId, id), before)
    assert.deepEqual((await passkeys.listByUser(sampleRpId, 'alice')).passkeys, [samplePasskey()])
  }),

  rule('copies: changing an account that was answered changes nothing', async (storage) => {
    await enroll(storage)
    const before = structuredClone((await storage.passkeys.listByUser(sampleRpId, 'alice')).account)
    scribble(await storage.accounts.raiseVersion({ rpId: sampleRpId, userId: 'alice' }, []))
    assert.deepEqual((await storage.passkeys.listByUser(sampleRpId, 'alice')).account, { ...before, version: 2 })
  }),

  rule('copies: changing a policy that was written or read changes nothing', async ({ policies }) => {
    const written = samplePolicy({ policy: { prompt: { after: ['password'] } } })
    const kept = structuredClone(written)
    await policies.write(written, 0, [])
    scribble(written)
    scribble(await policies.read(['environment']))
    assert.deepEqual(await policies.read(['environment']), [kept])
  }),

  rule('copies: changing a code that was created or answered changes nothing', async ({ codes }) => {
    const code = sampleCode()
    await codes.create([code], [])
    scribble(code)
    scribble(await codes.tryRedeem(sampleCode().id, sampleCode().hash, sampleTime))
    const answer = await codes.tryRedeem(sampleCode().id, sampleCode().hash, sampleTime)
    assert.deepEqual(answer, { code: sampleCode({ triesLeft: 3 }) })
  }),

  rule('copies: changing an event that was appended or claimed changes nothing', async ({ events }) => {
    const event = sampleEvent(1, { data: { list: ['a'] } })
    const kept = structuredClone(event)
    await events.append([event])
    scribble(event)
    scribble(await events.claim(10, 1, sampleTime))
    assert.deepEqual(await events.claim(10, 1, sampleTime + 10), [kept])
  }),

  rule('copies: changing a rate that was answered changes nothing', async ({ rates }) => {
    scribble(await rates.hit('key', 60, sampleTime))
    scribble(await rates.read('key', sampleTime))
    assert.deepEqual(await rates.read('key', sampleTime), { count: 1, resetsAt: sampleTime + 60_000 })
  }),
]
