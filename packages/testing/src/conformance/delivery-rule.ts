import type {
  ClaimedDelivery,
  DeliveryRecord,
  DeliveryStore,
  EndpointTarget,
  EventRecord,
  FailedDelivery,
  PasskeyStorage,
} from '@latchkey/storage'
import { type ConformanceCase, rule } from './conformance-case.js'
import { sampleEvent, sampleRpId, sampleTime } from './sample-records.js'

export const sampleEndpoint: EndpointTarget = { rpId: sampleRpId, endpoint: 'app' }

export function endpointOf(endpoint: string): EndpointTarget {
  return { rpId: sampleRpId, endpoint }
}

export type DeliveringStorage = PasskeyStorage & { readonly deliveries: DeliveryStore }

/** Holds of a storage that delivers events; a storage without deliveries has nothing to prove. */
export function deliveryRule(name: string, holds: (storage: DeliveringStorage) => Promise<void>): ConformanceCase {
  return rule(name, async (storage) => {
    if (isDelivering(storage)) await holds(storage)
  })
}

export function isDelivering(storage: PasskeyStorage): storage is DeliveringStorage {
  return storage.deliveries !== undefined
}

/** Opens the endpoint, and enqueues these events for it. */
export async function enqueueEvents(
  { events, deliveries }: DeliveringStorage,
  appended: readonly EventRecord[],
): Promise<void> {
  await deliveries.openEndpoint(sampleEndpoint, sampleTime)
  await events.append(appended)
  await deliveries.enqueue(sampleRpId, 1000, sampleTime)
}

/** The events of all deliveries of the endpoint that are no dead letters. */
export async function eventIdsOf(
  { deliveries }: DeliveringStorage,
  target: EndpointTarget,
): Promise<readonly string[]> {
  const { items } = await deliveries.page({ ...target, dead: false, limit: 1000 })
  return items.map(({ event }) => event.id)
}

export function ofUser(number: number, userId: string): EventRecord {
  return sampleEvent(number, { userId })
}

export function idsOf(...numbers: readonly number[]): readonly string[] {
  return numbers.map((number) => sampleEvent(number).id)
}

export function numbersOf(claimed: readonly ClaimedDelivery[]): readonly unknown[] {
  return claimed.map(({ event }) => event.data.number)
}

/** The numbers of what is claimed, in the order of their ids. */
export async function claimAt({ deliveries }: DeliveringStorage, at: number, limit = 10): Promise<readonly unknown[]> {
  const claimed = await deliveries.claim(sampleEndpoint, { limit, leaseMs: 1000, now: at })
  return numbersOf(claimed).toSorted()
}

/** The first attempt of the event has failed. */
export function failure(number: number, change: Partial<FailedDelivery> = {}): FailedDelivery {
  const at = sampleTime
  return { eventId: sampleEvent(number).id, attempt: 1, at, until: at + 5000, reason: 'status_500', ...change }
}

export async function pageOf({ deliveries }: DeliveringStorage, dead: boolean): Promise<readonly DeliveryRecord[]> {
  return (await deliveries.page({ ...sampleEndpoint, dead, limit: 1000 })).items
}
