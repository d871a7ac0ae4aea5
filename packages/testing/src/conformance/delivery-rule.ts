import type { DeliveryStore, EndpointTarget, EventRecord, PasskeyStorage } from '@latchkey/storage'
import { type ConformanceCase, rule } from './conformance-case.js'
import { sampleRpId, sampleTime } from './sample-records.js'

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
