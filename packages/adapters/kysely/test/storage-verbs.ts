import type { PasskeyStorage } from '@latchkey/storage'
import {
  sampleAccount,
  sampleCode,
  sampleCredentialId,
  sampleEvent,
  sampleMetadata,
  samplePasskey,
  samplePolicy,
  sampleRpId,
  sampleSpend,
  sampleTarget,
  sampleTime,
  sampleTogether,
  sampleUse,
  sampleUserHandle,
} from '@latchkey/testing'

/** Alice has one passkey, one code and one event, and there is one stored policy; each verb finds that. */
export async function fill(storage: PasskeyStorage): Promise<void> {
  await fillDeliveries(storage)
  const spend = [sampleSpend('before')]
  await storage.passkeys.add(samplePasskey(), sampleTogether({ spend, events: event(1) }))
  await storage.codes.create([sampleCode()], [])
  await storage.policies.write(samplePolicy(), 0, [])
}

/** One event of bob is enqueued. */
async function fillDeliveries({ deliveries, events }: PasskeyStorage): Promise<void> {
  await deliveries?.openEndpoint(endpoint, sampleTime)
  await events.append([sampleEvent(900, { userId: 'bob' })])
  await deliveries?.enqueue(sampleRpId, 10, sampleTime)
}

const endpoint = { rpId: sampleRpId, endpoint: 'app' }
const delivered = sampleEvent(900).id

const event = (number: number) => [sampleEvent(number, { userId: 'alice' })]
const second = sampleCredentialId('c2Vjb25k')
const asked = { keepLastActive: false, at: sampleTime, events: event(2) }

const prompt = {
  ...sampleTarget(),
  userHandle: sampleUserHandle(),
  at: 1,
  what: 'declined',
  events: event(2),
} as const

/** Every verb once, as it usually goes, with an event where it takes some. */
export const storageVerbs = {
  'passkeys.add, first': ({ passkeys }) =>
    passkeys.add(samplePasskey({ userId: 'bob', id: second }), sampleTogether({ events: event(2) })),
  'passkeys.add, second': ({ passkeys }) =>
    passkeys.add(samplePasskey({ id: second }), sampleTogether({ accountVersion: 1, events: event(2) })),
  'passkeys.add, with createUser': ({ passkeys }) =>
    passkeys.add(
      samplePasskey({ userId: 'bob', id: second }),
      sampleTogether({ createUser: async () => {}, events: event(2) }),
    ),
  'passkeys.find': ({ passkeys }) => passkeys.find(sampleRpId, samplePasskey().id),
  'passkeys.listByUser': ({ passkeys }) => passkeys.listByUser(sampleRpId, 'alice'),
  'passkeys.isSpent': ({ passkeys }) => passkeys.isSpent('ceremony-1'),
  'passkeys.page': ({ passkeys }) => passkeys.page({ rpId: sampleRpId, limit: 10 }),
  'passkeys.recordUse': ({ passkeys }) => passkeys.recordUse(sampleUse({ events: event(2) })),
  'passkeys.recordUse, at an organization': ({ passkeys }) => {
    const attestation = { format: 'packed', type: 'certified', trusted: true } as const
    const change = { ...sampleUse().change, transports: ['nfc'], attestation }
    return passkeys.recordUse(sampleUse({ organizationId: 'acme', change, events: event(2) }))
  },
  'passkeys.findRemoved': ({ passkeys }) => passkeys.findRemoved(sampleRpId, [samplePasskey().id, second]),
  'passkeys.rename': ({ passkeys }) => passkeys.rename(sampleTarget(), 'New', event(2)),
  'passkeys.setStatus': ({ passkeys }) =>
    passkeys.setStatus(sampleTarget(), { scope: 'environment', status: 'suspended' }, event(2)),
  'passkeys.setStatus, of an organization': ({ passkeys }) =>
    passkeys.setStatus(sampleTarget(), { scope: 'organization:acme', status: 'suspended' }, event(2)),
  'passkeys.remove': ({ passkeys }) => passkeys.remove(sampleTarget(), asked),
  'passkeys.removeAll': ({ passkeys }) => passkeys.removeAll(sampleAccount(), () => event(2)),
  'accounts.recordPrompt': ({ accounts }) => accounts.recordPrompt(prompt),
  'accounts.raiseVersion': ({ accounts }) => accounts.raiseVersion(sampleAccount(), event(2)),
  'accounts.purge': ({ accounts }) => accounts.purge(sampleAccount(), () => event(2)),
  'accounts.listRelyingParties': ({ accounts }) => accounts.listRelyingParties('alice'),
  'accounts.page': ({ accounts }) => accounts.page({ rpId: sampleRpId, limit: 10 }),
  'policies.read': ({ policies }) => policies.read(sampleRpId, ['environment', 'organization:a']),
  'policies.write, first': ({ policies }) => policies.write(samplePolicy({ scope: 'organization:a' }), 0, event(2)),
  'policies.write, second': ({ policies }) => policies.write(samplePolicy({ version: 2 }), 1, event(2)),
  'codes.create': ({ codes }) => codes.create([sampleCode({ id: 'new' })], event(2)),
  'codes.tryRedeem': ({ codes }) => codes.tryRedeem(sampleCode().id, sampleCode().hash, sampleTime),
  'codes.list': ({ codes }) => codes.list(sampleRpId, 'alice', 'invitation'),
  'codes.replaceSet': ({ codes }) =>
    codes.replaceSet(sampleRpId, 'alice', 'invitation', [sampleCode({ id: 'new' })], event(2)),
  'codes.revoke': ({ codes }) => codes.revoke(sampleCode().id, event(2)),
  'events.append': ({ events }) => events.append(event(2)),
  'events.claim': ({ events }) => events.claim(10, 1000, sampleTime),
  'events.acknowledge': ({ events }) => events.acknowledge([sampleEvent(1).id], sampleTime),
  'events.tally': ({ events }) =>
    events.tally([{ ...sampleEvent(3), once: 'minute', counts: { count: 1, addresses: 1 } }]),
  'metadata.read': async ({ metadata }) => metadata?.read('root-1'),
  'metadata.accept': async ({ metadata }) => metadata?.accept(sampleMetadata(), undefined, event(2)),
  'deliveries.openEndpoint, first': async ({ deliveries }) =>
    deliveries?.openEndpoint({ ...endpoint, endpoint: 'new' }, sampleTime),
  'deliveries.openEndpoint, second': async ({ deliveries }) => deliveries?.openEndpoint(endpoint, sampleTime),
  'deliveries.listEndpoints': async ({ deliveries }) => deliveries?.listEndpoints(sampleRpId),
  'deliveries.markEndpoint': async ({ deliveries }) =>
    deliveries?.markEndpoint(endpoint, { as: 'failed', at: sampleTime, reason: 'status_500' }),
  'deliveries.closeEndpoint': async ({ deliveries }) => deliveries?.closeEndpoint(endpoint),
  'deliveries.enqueue': async ({ deliveries }) => deliveries?.enqueue(sampleRpId, 10, sampleTime),
  'deliveries.claim': async ({ deliveries }) =>
    deliveries?.claim(endpoint, { limit: 10, leaseMs: 1000, now: sampleTime }),
  'deliveries.acknowledge': async ({ deliveries }) => deliveries?.acknowledge(endpoint, [delivered]),
  'deliveries.defer': async ({ deliveries }) =>
    deliveries?.defer(endpoint, {
      eventId: delivered,
      userId: 'bob',
      attempt: 0,
      at: sampleTime,
      until: sampleTime + 1,
      reason: 'status_500',
    }),
  'deliveries.page': async ({ deliveries }) => deliveries?.page({ ...endpoint, dead: true, limit: 10 }),
  'deliveries.replay': async ({ deliveries }) => deliveries?.replay(endpoint, [delivered], sampleTime),
  'inspection.relyingParties': async ({ inspection }) => inspection?.relyingParties(),
  'inspection.sweepable': async ({ inspection }) => inspection?.sweepable(sampleTime, 10),
  'inspection.unsettled': async ({ inspection }) => inspection?.unsettled(sampleRpId, 10),
  'events.page': ({ events }) => events.page({ rpId: sampleRpId, after: '0', before: 'f', limit: 10 }),
  'events.pageByUser': ({ events }) => events.pageByUser({ rpId: sampleRpId, userId: 'alice', limit: 10 }),
  'events.page, of an organization': ({ events }) =>
    events.page({ rpId: sampleRpId, organizationId: 'acme', after: '0', before: 'f', limit: 10 }),
  'rates.hit': ({ rates }) => rates.hit('key', 60, sampleTime),
  'rates.read': ({ rates }) => rates.read('key', sampleTime),
  'rates.reset': ({ rates }) => rates.reset('key'),
  'sweep, of unsettled events': ({ sweep }) => sweep(sampleTime, 10, { unsettledBefore: 1 }),
  sweep: ({ sweep }) => sweep(sampleTime, 10),
} as const satisfies Readonly<Record<string, (storage: PasskeyStorage) => Promise<unknown>>>

export type StorageVerb = keyof typeof storageVerbs
