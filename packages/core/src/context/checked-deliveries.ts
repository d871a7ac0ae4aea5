import type { DeliveryStore, EndpointRecord, EndpointTarget } from '@latchkey/storage'
import { ask, oneOf } from './ask-storage.js'
import type { Context } from './context.js'

const outcomes = ['done', 'gone'] as const

/** Events of this relying party only, and of no other endpoint. */
export function checkDeliveries(store: DeliveryStore): DeliveryStore {
  return {
    openEndpoint: (target, at) =>
      ask(
        () => store.openEndpoint(target, at),
        (opened) => isEndpointOf(opened, target),
      ),
    listEndpoints: (rpId) =>
      ask(
        () => store.listEndpoints(rpId),
        (listed) => listed.every((endpoint) => endpoint.rpId === rpId),
      ),
    markEndpoint: (target, mark) => oneOf(outcomes, () => store.markEndpoint(target, mark)),
    closeEndpoint: (target) => oneOf(outcomes, () => store.closeEndpoint(target)),
    enqueue: (rpId, limit, now) =>
      ask(
        () => store.enqueue(rpId, limit, now),
        (count) => Number.isSafeInteger(count) && count >= 0 && count <= limit,
      ),
    claim: (target, claim) =>
      ask(
        () => store.claim(target, claim),
        (claimed) =>
          claimed.length <= claim.limit &&
          claimed.every(({ event, attempt }) => event.rpId === target.rpId && Number.isSafeInteger(attempt)),
      ),
    acknowledge: (target, eventIds) => ask(() => store.acknowledge(target, eventIds)),
    defer: (target, failure) => oneOf(outcomes, () => store.defer(target, failure)),
    page: (query) =>
      ask(
        () => store.page(query),
        ({ items }) =>
          items.length <= query.limit &&
          items.every((delivery) => isEndpointOf(delivery, query) && delivery.event.rpId === query.rpId),
      ),
    replay: (target, eventIds, now) =>
      ask(
        () => store.replay(target, eventIds, now),
        (count) => Number.isSafeInteger(count) && count >= 0 && count <= eventIds.length,
      ),
  }
}

function isEndpointOf(record: Pick<EndpointRecord, 'rpId' | 'endpoint'>, target: EndpointTarget): boolean {
  return record.rpId === target.rpId && record.endpoint === target.endpoint
}

/**
 * The deliveries of the storage.
 *
 * @throws {TypeError} where it has none.
 */
export function deliveryStore({ store }: Pick<Context, 'store'>): DeliveryStore {
  if (store.deliveries !== undefined) return store.deliveries
  throw new TypeError(
    'This storage cannot deliver events: it has no `deliveries`. @latchkey/kysely and @latchkey/memory have it.',
  )
}
