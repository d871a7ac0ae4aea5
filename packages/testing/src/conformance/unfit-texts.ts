import assert from 'node:assert/strict'
import type { PasskeyRecord, PasskeyStorage, PolicyScope } from '@latchkey/storage'
import { type ConformanceCase, rule } from './conformance-case.js'
import { enroll } from './enroll.js'
import {
  sampleAccount,
  sampleCode,
  sampleCredentialId,
  sampleEvent,
  samplePasskey,
  samplePolicy,
  sampleRpId,
  sampleSpend,
  sampleTarget,
  sampleTime,
  sampleTogether,
  sampleUse,
  sampleUserHandle,
} from './sample-records.js'

/** Values that some database would cut or change; each text is tried with them. */
const unfit: readonly [what: string, text: string][] = [
  ['NUL', 'alice\0'],
  ['a lone high surrogate', 'alice\ud800'],
  ['a lone low surrogate', '\udc00alice'],
  ['1365 characters', 'A'.repeat(1365)],
]

type Attempt = (storage: PasskeyStorage, text: string) => Promise<unknown>

const freely = { keepLastActive: false, at: sampleTime, events: [] } as const
const newPasskey = (change: Partial<PasskeyRecord> = {}) => samplePasskey({ id: sampleCredentialId('bmV3'), ...change })
const withId = (text: string) => sampleTarget({ id: sampleCredentialId(text) })
const withUser = (userId: string) => sampleTarget({ userId })
const withEvent = (text: string) => [sampleEvent(1, { userId: text })]
const prompted = { ...sampleTarget(), userHandle: sampleUserHandle(), at: 1, what: 'shown', events: [] } as const
const set = [sampleRpId, 'bob', 'invitation'] as const
const scoped = (text: string): PolicyScope => `organization:${text}`

/** Every verb, with the text in one field that it stores. */
const keeping: Readonly<Record<string, Attempt>> = {
  'passkeys.add, rpId': ({ passkeys }, rpId) => passkeys.add(newPasskey({ rpId }), sampleTogether()),
  'passkeys.add, id': ({ passkeys }, text) =>
    passkeys.add(newPasskey({ id: sampleCredentialId(text) }), sampleTogether()),
  'passkeys.add, userId': ({ passkeys }, userId) => passkeys.add(newPasskey({ userId }), sampleTogether()),
  'passkeys.add, userHandle': ({ passkeys }, text) =>
    passkeys.add(newPasskey({ userHandle: sampleUserHandle(text) }), sampleTogether()),
  'passkeys.add, name': ({ passkeys }, name) => passkeys.add(newPasskey({ name }), sampleTogether()),
  'passkeys.add, aaguid': ({ passkeys }, aaguid) => passkeys.add(newPasskey({ aaguid }), sampleTogether()),
  'passkeys.add, attestation.format': ({ passkeys }, format) =>
    passkeys.add(newPasskey({ attestation: { format, type: 'none', trusted: false } }), sampleTogether()),
  'passkeys.add, enrolledBy': ({ passkeys }, enrolledBy) => passkeys.add(newPasskey({ enrolledBy }), sampleTogether()),
  'passkeys.add, organizationId': ({ passkeys }, organizationId) =>
    passkeys.add(newPasskey({ organizationId }), sampleTogether()),
  'passkeys.add, spend': ({ passkeys }, text) =>
    passkeys.add(newPasskey(), sampleTogether({ spend: [sampleSpend(), sampleSpend(text)] })),
  'passkeys.add, events': ({ passkeys }, text) =>
    passkeys.add(newPasskey(), sampleTogether({ events: withEvent(text) })),
  'passkeys.recordUse, spend': ({ passkeys }, text) =>
    passkeys.recordUse(sampleUse({ userId: 'bob', spend: sampleSpend(text) })),
  'passkeys.recordUse, events': ({ passkeys }, text) =>
    passkeys.recordUse(sampleUse({ userId: 'bob', events: withEvent(text) })),
  'passkeys.rename, name': ({ passkeys }, text) => passkeys.rename(withUser('bob'), text, []),
  'passkeys.rename, events': ({ passkeys }, text) => passkeys.rename(withUser('bob'), 'New', withEvent(text)),
  'passkeys.setStatus, events': ({ passkeys }, text) =>
    passkeys.setStatus(withUser('bob'), { scope: 'environment', status: 'suspended' }, withEvent(text)),
  'passkeys.remove, events': ({ passkeys }, text) =>
    passkeys.remove(withUser('bob'), { ...freely, events: withEvent(text) }),
  'accounts.recordPrompt, rpId': ({ accounts }, rpId) => accounts.recordPrompt({ ...prompted, rpId }),
  'accounts.recordPrompt, userId': ({ accounts }, userId) => accounts.recordPrompt({ ...prompted, userId }),
  'accounts.recordPrompt, userHandle': ({ accounts }, text) =>
    accounts.recordPrompt({ ...prompted, userHandle: sampleUserHandle(text) }),
  'accounts.recordPrompt, events': ({ accounts }, text) =>
    accounts.recordPrompt({ ...prompted, events: withEvent(text) }),
  'accounts.raiseVersion, events': ({ accounts }, text) =>
    accounts.raiseVersion(sampleAccount({ userId: 'bob' }), withEvent(text)),
  'accounts.raiseVersion, userHandle': ({ accounts }, text) =>
    accounts.raiseVersion(sampleAccount({ userHandle: sampleUserHandle(text) }), []),
  'accounts.purge, events': ({ accounts }, text) =>
    accounts.purge(sampleAccount({ userId: 'bob' }), () => withEvent(text)),
  'accounts.purge, userHandle': ({ accounts }, text) =>
    accounts.purge(sampleAccount({ userHandle: sampleUserHandle(text) }), () => []),
  'passkeys.removeAll, events': ({ passkeys }, text) =>
    passkeys.removeAll(sampleAccount({ userId: 'bob' }), () => withEvent(text)),
  'passkeys.removeAll, userHandle': ({ passkeys }, text) =>
    passkeys.removeAll(sampleAccount({ userHandle: sampleUserHandle(text) }), () => []),
  'policies.write, rpId': ({ policies }, rpId) => policies.write(samplePolicy({ rpId }), 0, []),
  'policies.write, scope': ({ policies }, text) => policies.write(samplePolicy({ scope: scoped(text) }), 0, []),
  'policies.write, changedBy': ({ policies }, changedBy) => policies.write(samplePolicy({ changedBy }), 0, []),
  'policies.write, events': ({ policies }, text) => policies.write(samplePolicy(), 0, withEvent(text)),
  'codes.create, id': ({ codes }, id) => codes.create([sampleCode({ id: 'fit' }), sampleCode({ id })], []),
  'codes.create, rpId': ({ codes }, rpId) => codes.create([sampleCode({ rpId })], []),
  'codes.create, userId': ({ codes }, userId) => codes.create([sampleCode({ userId })], []),
  'codes.create, createdBy': ({ codes }, createdBy) => codes.create([sampleCode({ createdBy })], []),
  'codes.create, organizationId': ({ codes }, organizationId) => codes.create([sampleCode({ organizationId })], []),
  'codes.create, boundTo': ({ codes }, boundTo) => codes.create([sampleCode({ boundTo })], []),
  'codes.create, events': ({ codes }, text) => codes.create([sampleCode()], withEvent(text)),
  'codes.replaceSet, id': ({ codes }, id) =>
    codes.replaceSet(...set, [sampleCode({ id: 'fit' }), sampleCode({ id })], []),
  'codes.replaceSet, events': ({ codes }, text) => codes.replaceSet(...set, [], withEvent(text)),
  'codes.revoke, events': ({ codes }, text) => codes.revoke('kept', withEvent(text)),
  'events.append, id': ({ events }, id) => events.append([sampleEvent(1), sampleEvent(2, { id })]),
  'events.append, rpId': ({ events }, rpId) => events.append([sampleEvent(1, { rpId })]),
  'events.append, userId': ({ events }, userId) => events.append([sampleEvent(1, { userId })]),
  'events.append, organizationId': ({ events }, organizationId) => events.append([sampleEvent(1, { organizationId })]),
  'events.append, actor.id': ({ events }, id) => events.append([sampleEvent(1, { actor: { type: 'admin', id } })]),
  'rates.hit, key': ({ rates }, key) => rates.hit(key, 60, sampleTime),
}

/** Every verb, with the text in one field that it looks up: cut, it would find another user's record. */
const looking: Readonly<Record<string, Attempt>> = {
  'passkeys.find, rpId': ({ passkeys }, rpId) => passkeys.find(rpId, sampleCredentialId()),
  'passkeys.find, id': ({ passkeys }, text) => passkeys.find(sampleRpId, sampleCredentialId(text)),
  'passkeys.listByUser, rpId': ({ passkeys }, rpId) => passkeys.listByUser(rpId, 'bob'),
  'passkeys.listByUser, userId': ({ passkeys }, userId) => passkeys.listByUser(sampleRpId, userId),
  'passkeys.isSpent, id': ({ passkeys }, id) => passkeys.isSpent(id),
  'passkeys.page, rpId': ({ passkeys }, rpId) => passkeys.page({ rpId, limit: 10 }),
  'passkeys.page, after': ({ passkeys }, after) => passkeys.page({ rpId: sampleRpId, after, limit: 10 }),
  'passkeys.recordUse, rpId': ({ passkeys }, rpId) => passkeys.recordUse(sampleUse({ rpId })),
  'passkeys.recordUse, id': ({ passkeys }, text) => passkeys.recordUse(sampleUse(withId(text))),
  'passkeys.recordUse, userId': ({ passkeys }, userId) => passkeys.recordUse(sampleUse({ userId })),
  'passkeys.rename, id': ({ passkeys }, text) => passkeys.rename(withId(text), 'New', []),
  'passkeys.rename, userId': ({ passkeys }, text) => passkeys.rename(withUser(text), 'New', []),
  'passkeys.setStatus, id': ({ passkeys }, text) =>
    passkeys.setStatus(withId(text), { scope: 'environment', status: 'suspended' }, []),
  'passkeys.setStatus, userId': ({ passkeys }, text) =>
    passkeys.setStatus(withUser(text), { scope: 'environment', status: 'suspended' }, []),
  'passkeys.remove, id': ({ passkeys }, text) => passkeys.remove(withId(text), freely),
  'passkeys.remove, userId': ({ passkeys }, text) => passkeys.remove(withUser(text), freely),
  'accounts.raiseVersion, userId': ({ accounts }, userId) => accounts.raiseVersion(sampleAccount({ userId }), []),
  'accounts.purge, userId': ({ accounts }, userId) => accounts.purge(sampleAccount({ userId }), () => []),
  'passkeys.removeAll, userId': ({ passkeys }, userId) => passkeys.removeAll(sampleAccount({ userId }), () => []),
  'accounts.listRelyingParties': ({ accounts }, userId) => accounts.listRelyingParties(userId),
  'policies.read, rpId': ({ policies }, rpId) => policies.read(rpId, ['environment']),
  'policies.read, scope': ({ policies }, text) => policies.read(sampleRpId, ['environment', scoped(text)]),
  'codes.tryRedeem, id': ({ codes }, id) => codes.tryRedeem(id, sampleCode().hash, sampleTime),
  'codes.list, rpId': ({ codes }, rpId) => codes.list(rpId, 'bob', 'invitation'),
  'codes.list, userId': ({ codes }, userId) => codes.list(sampleRpId, userId, 'invitation'),
  'codes.replaceSet, rpId': ({ codes }, rpId) => codes.replaceSet(rpId, 'bob', 'invitation', [], []),
  'codes.replaceSet, userId': ({ codes }, userId) => codes.replaceSet(sampleRpId, userId, 'invitation', [], []),
  'codes.revoke, id': ({ codes }, id) => codes.revoke(id, []),
  'events.acknowledge, id': ({ events }, id) => events.acknowledge([sampleEvent(3).id, id], sampleTime),
  'events.page, rpId': ({ events }, rpId) => events.page({ rpId, limit: 10 }),
  'events.page, organizationId': ({ events }, organizationId) =>
    events.page({ rpId: sampleRpId, organizationId, limit: 10 }),
  'events.page, after': ({ events }, after) => events.page({ rpId: sampleRpId, after, limit: 10 }),
  'events.page, before': ({ events }, before) => events.page({ rpId: sampleRpId, before, limit: 10 }),
  'rates.read, key': ({ rates }, key) => rates.read(key, sampleTime),
  'rates.reset, key': ({ rates }, key) => rates.reset(key),
}

/** Bob has a passkey, a code and an event; every attempt is refused, and nothing else is stored afterwards. */
async function assertAllRefused(storage: PasskeyStorage, attempts: typeof keeping, text: string): Promise<void> {
  const bobs = await enroll(storage, { userId: 'bob', name: 'Kept' })
  const code = sampleCode({ id: 'kept', userId: 'bob' })
  await storage.codes.create([code], [sampleEvent(3)])
  for (const [where, attempt] of Object.entries(attempts)) {
    await assert.rejects(async () => attempt(storage, text), Error, where)
  }
  assert.deepEqual(await storage.passkeys.page({ rpId: sampleRpId, limit: 10 }), { items: [bobs] })
  const { account } = await storage.passkeys.listByUser(sampleRpId, 'bob')
  assert.deepEqual([account?.version, account?.passkeyCount, account?.prompt], [1, 1, { declines: 0, never: false }])
  assert.equal(await storage.passkeys.isSpent(sampleSpend().id), false)
  assert.equal(await storage.codes.revoke('fit', []), 'gone')
  assert.deepEqual(await storage.codes.tryRedeem('kept', code.hash, sampleTime), {
    code: { ...code, redemptionsLeft: 19 },
  })
  assert.deepEqual(await storage.policies.read(sampleRpId, ['environment']), [])
  assert.deepEqual(await storage.events.claim(10, 1000, sampleTime), [sampleEvent(3)])
}

/** Every verb that takes the id of a passkey. */
const withCredentialId: Readonly<Record<string, Attempt>> = Object.fromEntries(
  Object.entries({ ...keeping, ...looking }).filter(([where]) => /^passkeys\.(?!isSpent).*, (?:id|after)$/.test(where)),
)

/** Texts that fit everywhere, and are not base64url. */
const notBase64url = ['Y3Jl ZGVu', 'Y3JlZA==', 'a+b/', 'schl\u00fcssel', '\u{1f511}', "'"]

/** A value that fits in no database is refused, in every text of every verb. */
export const unfitTexts: readonly ConformanceCase[] = [
  ...unfit.flatMap(([what, text]) => [
    rule(`unfit texts: ${what} in a text that is to be stored is refused, and nothing is stored`, (storage) =>
      assertAllRefused(storage, keeping, text),
    ),
    rule(`unfit texts: ${what} in a text that is looked up is refused, and nothing is found or changed`, (storage) =>
      assertAllRefused(storage, looking, text),
    ),
  ]),
  rule('unfit texts: every verb refuses the id of a passkey that is not base64url', async (storage) => {
    await enroll(storage)
    const before = await storage.passkeys.page({ rpId: sampleRpId, limit: 10 })
    assert.equal(Object.keys(withCredentialId).length, 7)
    for (const text of notBase64url) {
      for (const [where, attempt] of Object.entries(withCredentialId)) {
        await assert.rejects(async () => attempt(storage, text), Error, `${where}: ${text}`)
      }
    }
    assert.deepEqual(await storage.passkeys.page({ rpId: sampleRpId, limit: 10 }), before)
  }),
]
