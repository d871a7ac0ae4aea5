import assert from 'node:assert/strict'
import type { EventRecord, PasskeyStorage } from '@latchkey/storage'
import { type ConformanceCase, rule } from './conformance-case.js'
import { enroll } from './enroll.js'
import { keptEventIds } from './kept-event-ids.js'
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

type Change = (storage: PasskeyStorage, events: readonly EventRecord[]) => Promise<unknown>

const second = sampleCredentialId('Y3JlZGVudGlhbC10d28')
const alice = { rpId: sampleRpId, userId: 'alice' }

/** Every verb that makes a change and takes events; each would succeed. */
const changes: Readonly<Record<string, Change>> = {
  'passkeys.add': ({ passkeys }, events) =>
    passkeys.add(samplePasskey({ id: second }), sampleTogether({ accountVersion: 1, events })),
  'passkeys.recordUse': ({ passkeys }, events) => passkeys.recordUse(sampleUse({ spend: sampleSpend(), events })),
  'passkeys.rename': ({ passkeys }, events) => passkeys.rename(sampleTarget(), 'New', events),
  'passkeys.setStatus': ({ passkeys }, events) =>
    passkeys.setStatus(sampleTarget(), { scope: 'environment', status: 'suspended' }, events),
  'passkeys.remove': ({ passkeys }, events) =>
    passkeys.remove(sampleTarget(), { keepLastActive: false, at: sampleTime, events }),
  'accounts.recordPrompt': ({ accounts }, events) =>
    accounts.recordPrompt({ ...alice, userHandle: sampleUserHandle(), at: sampleTime, what: 'declined', events }),
  'passkeys.removeAll': ({ passkeys }, events) => passkeys.removeAll(sampleAccount(), () => events),
  'accounts.raiseVersion': ({ accounts }, events) => accounts.raiseVersion(sampleAccount(), events),
  'accounts.purge': ({ accounts }, events) => accounts.purge(sampleAccount(), () => events),
  'policies.write': ({ policies }, events) => policies.write(samplePolicy({ version: 2 }), 1, events),
  'codes.create': ({ codes }, events) => codes.create([sampleCode({ id: 'code-2' })], events),
  'codes.replaceSet': ({ codes }, events) =>
    codes.replaceSet(sampleRpId, 'alice', 'invitation', [sampleCode({ id: 'code-2' })], events),
  'codes.revoke': ({ codes }, events) => codes.revoke('code-1', events),
  'events.append': ({ events: store }, events) => store.append(events),
}

interface NoChange {
  readonly verb: string
  readonly answer: string
  readonly act: Change
}

/** Verbs that change nothing, for one reason each. */
const noChanges: readonly NoChange[] = [
  {
    verb: 'passkeys.add',
    answer: 'already_spent',
    act: ({ passkeys }, events) =>
      passkeys.add(
        samplePasskey({ id: second }),
        sampleTogether({ spend: [sampleSpend('enroll-0-example.com-alice')], accountVersion: 1, events }),
      ),
  },
  {
    verb: 'passkeys.add',
    answer: 'account_changed',
    act: ({ passkeys }, events) => passkeys.add(samplePasskey({ id: second }), sampleTogether({ events })),
  },
  {
    verb: 'passkeys.add',
    answer: 'limit_reached',
    act: ({ passkeys }, events) =>
      passkeys.add(samplePasskey({ id: second }), sampleTogether({ accountVersion: 1, limit: 1, events })),
  },
  {
    verb: 'passkeys.add',
    answer: 'duplicate',
    act: ({ passkeys }, events) => passkeys.add(samplePasskey(), sampleTogether({ accountVersion: 1, events })),
  },
  {
    verb: 'passkeys.recordUse',
    answer: 'gone',
    act: ({ passkeys }, events) => passkeys.recordUse(sampleUse({ userId: 'bob', events })),
  },
  {
    verb: 'passkeys.recordUse',
    answer: 'sign_count_moved',
    act: ({ passkeys }, events) => passkeys.recordUse(sampleUse({ expectedSignCount: 1, events })),
  },
  {
    verb: 'passkeys.rename',
    answer: 'gone',
    act: ({ passkeys }, events) => passkeys.rename(sampleTarget({ userId: 'bob' }), 'New', events),
  },
  {
    verb: 'passkeys.setStatus',
    answer: 'gone',
    act: ({ passkeys }, events) =>
      passkeys.setStatus(sampleTarget({ id: second }), { scope: 'environment', status: 'suspended' }, events),
  },
  {
    verb: 'passkeys.setStatus',
    answer: 'done',
    act: ({ passkeys }, events) =>
      passkeys.setStatus(sampleTarget(), { scope: 'environment', status: 'active' }, events),
  },
  {
    verb: 'passkeys.remove',
    answer: 'gone',
    act: ({ passkeys }, events) =>
      passkeys.remove(sampleTarget({ id: second }), { keepLastActive: false, at: sampleTime, events }),
  },
  {
    verb: 'passkeys.remove',
    answer: 'last',
    act: ({ passkeys }, events) => passkeys.remove(sampleTarget(), { keepLastActive: true, at: sampleTime, events }),
  },
  {
    verb: 'policies.write',
    answer: 'version_conflict',
    act: ({ policies }, events) => policies.write(samplePolicy(), 0, events),
  },
  { verb: 'codes.revoke', answer: 'gone', act: ({ codes }, events) => codes.revoke('code-2', events) },
]

/** Everything that one of the changes would change, except the events. */
async function kept({ passkeys, policies, codes }: PasskeyStorage): Promise<unknown> {
  const code = await codes.tryRedeem('code-1', sampleCode().hash, sampleTime)
  return {
    listed: await passkeys.listByUser(sampleRpId, 'alice'),
    spent: await passkeys.isSpent(sampleSpend().id),
    policies: await policies.read(sampleRpId, ['environment']),
    code: code === 'refused' ? code : { ...code.code, redemptionsLeft: 0 },
    otherCode: await codes.revoke('code-2', []),
  }
}

/** Alice has a passkey and a code, and there is one event and one policy. */
async function filled(storage: PasskeyStorage): Promise<void> {
  await enroll(storage)
  await storage.codes.create([sampleCode()], [sampleEvent(1)])
  await storage.policies.write(samplePolicy(), 0, [])
}

const together = Object.entries(changes).flatMap(([verb, change]) => [
  rule(`${verb}: rejects an event whose id is stored already, and its change is undone`, async (storage) => {
    await filled(storage)
    const before = await kept(storage)
    const taken = sampleEvent(1, { data: { other: true } })
    await assert.rejects(async () => change(storage, [sampleEvent(2), taken]), Error)
    assert.deepEqual(await kept(storage), before)
    assert.deepEqual(await storage.events.claim(10, 1000, sampleTime), [sampleEvent(1)])
  }),

  rule(`${verb}: rejects events of which two have one id, and its change is undone`, async (storage) => {
    await filled(storage)
    const before = await kept(storage)
    await assert.rejects(async () => change(storage, [sampleEvent(2), sampleEvent(2)]), Error)
    assert.deepEqual(await kept(storage), before)
    assert.deepEqual(await storage.events.claim(10, 1000, sampleTime), [sampleEvent(1)])
  }),

  rule(`${verb}: goes through with the same events when they are new`, async (storage) => {
    await filled(storage)
    const before = await kept(storage)
    await change(storage, [sampleEvent(2), sampleEvent(3)])
    if (verb !== 'events.append') assert.notDeepEqual(await kept(storage), before)
    const claimed = await storage.events.claim(10, 1000, sampleTime)
    assert.deepEqual(claimed, [sampleEvent(1), sampleEvent(2), sampleEvent(3)])
  }),

  rule(`${verb}: leaves out an event whose once is stored already, and makes its change`, async (storage) => {
    await filled(storage)
    await storage.events.append([sampleEvent(2, { once: 'first' })])
    const before = await kept(storage)
    await change(storage, [sampleEvent(3, { once: 'first' }), sampleEvent(4, { once: 'First' }), sampleEvent(5)])
    if (verb !== 'events.append') assert.notDeepEqual(await kept(storage), before)
    const claimed = await storage.events.claim(10, 1000, sampleTime)
    assert.deepEqual(
      claimed.map(({ data, once }) => [data.number, once]),
      [
        [1, undefined],
        [2, 'first'],
        [4, 'First'],
        [5, undefined],
      ],
    )
  }),

  rule(`${verb}: of two events with one once the first is stored`, async (storage) => {
    await filled(storage)
    await change(storage, [sampleEvent(2, { once: 'first' }), sampleEvent(3, { once: 'first' })])
    assert.deepEqual(await keptEventIds(storage), [sampleEvent(1).id, sampleEvent(2).id])
  }),

  rule(`${verb}: stores an event with as much data as there may be, whatever is in it`, async (storage) => {
    await filled(storage)
    const long = 'é'.repeat(300)
    const data = { [long]: { [long]: `${long}\u0000\ud800` }, list: [long, [{ id: long }]] }
    const event = sampleEvent(2, { data, once: 'o'.repeat(255) })
    await change(storage, [event])
    assert.deepEqual(await storage.events.claim(10, 1000, sampleTime), [sampleEvent(1), event])
  }),

  rule(`${verb}: rejects an event whose once has more than 255 characters`, async (storage) => {
    await filled(storage)
    const before = await kept(storage)
    await assert.rejects(async () => change(storage, [sampleEvent(2, { once: 'o'.repeat(256) })]), Error)
    assert.deepEqual(await kept(storage), before)
    assert.deepEqual(await storage.events.claim(10, 1000, sampleTime), [sampleEvent(1)])
  }),
])

const withoutChange = noChanges.map(({ verb, answer, act }) =>
  rule(`${verb}: ${answer} without a change, also where the ids of its events are taken`, async (storage) => {
    await filled(storage)
    const before = await kept(storage)
    const taken = sampleEvent(1, { data: { other: true } })
    assert.equal(await act(storage, [sampleEvent(2), taken]), answer)
    assert.equal(await act(storage, [sampleEvent(2), sampleEvent(2)]), answer)
    assert.deepEqual(await kept(storage), before)
    assert.deepEqual(await storage.events.claim(10, 1000, sampleTime), [sampleEvent(1)])
  }),
)

/** A change and its events are stored together or not at all, whatever the verb. */
export const eventsWithChanges: readonly ConformanceCase[] = [...together, ...withoutChange]
