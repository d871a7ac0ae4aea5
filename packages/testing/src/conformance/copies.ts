import assert from 'node:assert/strict'
import { type ConformanceCase, rule } from './conformance-case.js'
import { enroll } from './enroll.js'
import {
  fullCode,
  fullPasskey,
  sampleAccount,
  sampleCode,
  sampleEvent,
  samplePasskey,
  samplePolicy,
  sampleRpId,
  sampleTarget,
  sampleTime,
  sampleTogether,
  sampleUse,
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

/** The same value, deeply frozen except for bytes, which cannot be frozen. */
function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
  for (const inner of Object.values(value)) frozen(inner)
  return Object.freeze(value)
}

/** Records are values: changing one that was passed in or returned changes nothing that is stored. */
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

  rule('copies: changing the results of find, listByUser and page changes nothing', async (storage) => {
    const { passkeys } = storage
    const { id } = await enroll(storage)
    const before = structuredClone(await passkeys.find(sampleRpId, id))
    scribble(await passkeys.find(sampleRpId, id))
    scribble(await passkeys.listByUser(sampleRpId, 'alice'))
    scribble(await passkeys.page({ rpId: sampleRpId, limit: 10 }))
    assert.deepEqual(await passkeys.find(sampleRpId, id), before)
    assert.deepEqual((await passkeys.listByUser(sampleRpId, 'alice')).passkeys, [samplePasskey()])
  }),

  rule('copies: changing an account that was returned changes nothing', async (storage) => {
    await enroll(storage)
    const before = structuredClone((await storage.passkeys.listByUser(sampleRpId, 'alice')).account)
    scribble(await storage.accounts.raiseVersion(sampleAccount(), []))
    assert.deepEqual((await storage.passkeys.listByUser(sampleRpId, 'alice')).account, { ...before, version: 2 })
  }),

  rule('copies: changing what removeAll passes on and returns changes nothing', async (storage) => {
    await enroll(storage)
    const before = structuredClone((await storage.passkeys.listByUser(sampleRpId, 'alice')).account)
    const answer = await storage.passkeys.removeAll(sampleAccount(), (removed) => {
      scribble(removed)
      return []
    })
    scribble(answer)
    const left = await storage.passkeys.listByUser(sampleRpId, 'alice')
    assert.deepEqual(left, { passkeys: [], account: { ...before, version: 2, passkeyCount: 0, activeCount: 0 } })
  }),

  rule('copies: changing a policy that was written or read changes nothing', async ({ policies }) => {
    const written = samplePolicy({ policy: { prompt: { after: ['password'] } } })
    const kept = structuredClone(written)
    await policies.write(written, 0, [])
    scribble(written)
    scribble(await policies.read(sampleRpId, ['environment']))
    assert.deepEqual(await policies.read(sampleRpId, ['environment']), [kept])
  }),

  rule('copies: changing a code that was created or returned changes nothing', async ({ codes }) => {
    const code = sampleCode()
    await codes.create([code], [])
    scribble(code)
    scribble(await codes.tryRedeem(sampleCode().id, sampleCode().hash, sampleTime))
    const answer = await codes.tryRedeem(sampleCode().id, sampleCode().hash, sampleTime)
    assert.deepEqual(answer, { code: sampleCode({ redemptionsLeft: 18 }) })
    scribble(await codes.list(sampleRpId, 'alice', 'invitation'))
    assert.deepEqual(await codes.list(sampleRpId, 'alice', 'invitation'), [sampleCode({ redemptionsLeft: 18 })])
  }),

  rule('copies: changing an event that was appended, claimed or paged changes nothing', async ({ events }) => {
    const event = sampleEvent(1, { data: { list: ['a'] } })
    const kept = structuredClone(event)
    await events.append([event])
    scribble(event)
    scribble(await events.claim(10, 1, sampleTime))
    scribble(await events.page({ rpId: sampleRpId, limit: 10 }))
    assert.deepEqual(await events.claim(10, 1, sampleTime + 10), [kept])
  }),

  rule('copies: changing a rate that was returned changes nothing', async ({ rates }) => {
    scribble(await rates.hit('key', 60, sampleTime))
    scribble(await rates.read('key', sampleTime))
    assert.deepEqual(await rates.read('key', sampleTime), { count: 1, resetsAt: sampleTime + 60_000 })
  }),

  rule('copies: arguments may be frozen, and are returned unchanged', async (storage) => {
    const { passkeys, accounts, policies, codes, events } = storage
    const passkey = frozen({ ...fullPasskey(), status: 'active' as const, suspendedBy: [] })
    const before = structuredClone(passkey)
    assert.equal(await passkeys.add(passkey, frozen(sampleTogether({ events: [sampleEvent(1)] }))), 'added')
    const use = frozen(sampleUse({ expectedSignCount: passkey.signCount, events: [sampleEvent(2)] }))
    assert.equal(await passkeys.recordUse(use), 'recorded')
    const prompted = { ...frozen(sampleTarget()), userHandle: passkey.userHandle, at: 1, events: frozen([]) }
    assert.equal((await accounts.recordPrompt(frozen({ ...prompted, what: 'shown' as const }))).version, 1)
    assert.equal(await policies.write(frozen(samplePolicy()), 0, frozen([sampleEvent(3)])), 'written')
    await codes.create(frozen([sampleCode()]), frozen([sampleEvent(4)]))
    await codes.replaceSet(sampleRpId, 'alice', 'invitation', frozen([fullCode()]), frozen([]))
    await events.append(frozen([sampleEvent(5)]))
    await events.acknowledge(frozen([sampleEvent(5).id]), sampleTime)
    assert.deepEqual(await policies.read(sampleRpId, frozen(['environment' as const])), [samplePolicy()])
    assert.equal(
      await passkeys.remove(frozen(sampleTarget()), frozen({ keepLastActive: false, at: sampleTime, events: [] })),
      'removed',
    )
    assert.deepEqual(passkey, before)
  }),

  rule('copies: bytes are returned as a plain Uint8Array over a buffer of their own', async (storage) => {
    const { id, publicKey } = await enroll(storage)
    const code = sampleCode()
    await storage.codes.create([code], [])
    const found = await storage.passkeys.find(sampleRpId, id)
    const listed = await storage.passkeys.listByUser(sampleRpId, 'alice')
    const page = await storage.passkeys.page({ rpId: sampleRpId, limit: 10 })
    const answer = await storage.codes.tryRedeem(code.id, code.hash, sampleTime)
    const keys = [found?.passkey, listed.passkeys[0], page.items[0]].map((passkey) => passkey?.publicKey)
    for (const bytes of keys) assert.deepEqual(bytes?.buffer, new Uint8Array(publicKey).buffer)
    assert.notEqual(answer, 'refused')
    if (answer !== 'refused') assert.deepEqual(answer.code.hash.buffer, new Uint8Array(code.hash).buffer)
  }),
]
