import {
  assertStorable,
  assertStorableEndpoint,
  assertStorableLimit,
  assertStorablePageLimit,
  type ClaimedDelivery,
  type DeliveryClaim,
  type DeliveryPageQuery,
  type DeliveryRecord,
  type DeliveryStore,
  type EndpointTarget,
  type EventRecord,
  type FailedDelivery,
  type Page,
} from '@latchkey/storage'
import { copyEvent } from './copy.js'
import { closeEndpoint, endpointsOf, markEndpoint, openEndpoint } from './endpoints.js'
import { keyOf, type MemoryState, type StoredDelivery } from './state.js'

export function memoryDeliveries(state: MemoryState): DeliveryStore {
  return {
    openEndpoint: async (target, at) => openEndpoint(state, target, at),
    listEndpoints: async (rpId) => endpointsOf(state, rpId).map((endpoint) => ({ ...endpoint })),
    markEndpoint: async (target, mark) => markEndpoint(state, target, mark),
    closeEndpoint: async (target) => closeEndpoint(state, target),
    enqueue: async (rpId, limit, now) => enqueue(state, { rpId, limit, now }),
    claim: async (target, claim) => claimDeliveries(state, target, claim),
    acknowledge: async (target, eventIds) => {
      for (const key of keysOf(target, eventIds)) state.deliveries.delete(key)
    },
    defer: async (target, failure) => defer(state, target, failure),
    page: async (query) => pageDeliveries(state, query),
    replay: async (target, eventIds, now) => replay(state, keysOf(target, eventIds), now),
  }
}

function keysOf(target: EndpointTarget, eventIds: readonly string[]): readonly string[] {
  assertTarget(target)
  for (const id of eventIds) assertStorable({ id })
  return eventIds.map((id) => keyOf(target.rpId, target.endpoint, id))
}

function assertTarget({ rpId, endpoint }: EndpointTarget): void {
  assertStorable({ rpId })
  assertStorableEndpoint(endpoint)
}

interface Enqueuing {
  readonly rpId: string
  readonly limit: number
  readonly now: number
}

function enqueue(state: MemoryState, { rpId, limit, now }: Enqueuing): number {
  assertStorableLimit(limit)
  const endpoints = endpointsOf(state, rpId)
  if (endpoints.length === 0) return 0
  const unsettled = [...state.events.values()].filter(
    ({ event, settledAt }) => event.rpId === rpId && settledAt === undefined,
  )
  const taken = unsettled.sort((one, other) => compareIds(one.event.id, other.event.id)).slice(0, limit)
  for (const stored of taken) {
    const { id: eventId, userId } = stored.event
    state.events.set(eventId, { ...stored, settledAt: now })
    for (const { endpoint } of endpoints) {
      const delivery = { rpId, endpoint, eventId, ...(userId === undefined ? {} : { userId }) }
      state.deliveries.set(keyOf(rpId, endpoint, eventId), { ...delivery, attempts: 0, dueAt: now, createdAt: now })
    }
  }
  return taken.length
}

function claimDeliveries(state: MemoryState, target: EndpointTarget, claim: DeliveryClaim): readonly ClaimedDelivery[] {
  assertTarget(target)
  const { limit, leaseMs, now } = claim
  assertStorableLimit(limit)
  const due = oldestOfEachUser(deliveriesOf(state, target)).filter(({ dueAt }) => dueAt <= now)
  const first = due.sort((one, other) => one.dueAt - other.dueAt || compareIds(one.eventId, other.eventId))
  return first.slice(0, limit).map(({ event, ...delivery }) => {
    const attempt = delivery.attempts + 1
    const { firstAttemptAt = now } = delivery
    put(state, { ...delivery, attempts: attempt, firstAttemptAt, dueAt: now + leaseMs })
    return { event: copyEvent(event), attempt, firstAttemptAt }
  })
}

type DeliveryOfEvent = StoredDelivery & { readonly event: EventRecord }

/** Those whose event is stored, in the order of their ids. */
function deliveriesOf(state: MemoryState, { rpId, endpoint }: EndpointTarget): readonly DeliveryOfEvent[] {
  return [...state.deliveries.values()]
    .filter((delivery) => delivery.rpId === rpId && delivery.endpoint === endpoint)
    .flatMap((delivery) => {
      const event = state.events.get(delivery.eventId)?.event
      return event === undefined ? [] : [{ ...delivery, event }]
    })
    .sort((one, other) => compareIds(one.eventId, other.eventId))
}

function oldestOfEachUser(deliveries: readonly DeliveryOfEvent[]): DeliveryOfEvent[] {
  const users = new Set<string>()
  return deliveries.filter(({ userId, deadAt }) => {
    if (deadAt !== undefined) return false
    return userId === undefined || (!users.has(userId) && users.add(userId))
  })
}

function defer(state: MemoryState, target: EndpointTarget, failure: FailedDelivery): 'done' | 'gone' {
  assertTarget(target)
  const { eventId, attempt, at, until, reason, userId } = failure
  assertStorable({ id: eventId, reason, ...(userId === undefined ? {} : { userId }) })
  const delivery = state.deliveries.get(keyOf(target.rpId, target.endpoint, eventId))
  if (delivery === undefined || delivery.deadAt !== undefined || delivery.attempts !== attempt) return 'gone'
  put(state, { ...delivery, reason, ...(until === 'never' ? { deadAt: at } : { dueAt: until }) })
  return 'done'
}

function replay(state: MemoryState, keys: readonly string[], now: number): number {
  const dead = [...new Set(keys)].flatMap((key) => {
    const delivery = state.deliveries.get(key)
    return delivery?.deadAt === undefined ? [] : [delivery]
  })
  for (const { deadAt: _, firstAttemptAt: __, reason: ___, ...delivery } of dead) {
    put(state, { ...delivery, attempts: 0, dueAt: now })
  }
  return dead.length
}

function pageDeliveries(state: MemoryState, query: DeliveryPageQuery): Page<DeliveryRecord> {
  const { dead, after = '', limit } = query
  assertTarget(query)
  assertStorablePageLimit(limit)
  assertStorable({ id: after })
  const following = deliveriesOf(state, query).filter(
    ({ eventId, deadAt }) => (deadAt !== undefined) === dead && compareIds(eventId, after) > 0,
  )
  const items = following.slice(0, limit).map(toRecord)
  const last = items.at(-1)
  return last !== undefined && items.length < following.length ? { items, next: last.event.id } : { items }
}

function toRecord({ event, eventId: _, userId: __, createdAt: ___, ...delivery }: DeliveryOfEvent): DeliveryRecord {
  return { ...delivery, event: copyEvent(event) }
}

function put(state: MemoryState, delivery: StoredDelivery): void {
  state.deliveries.set(keyOf(delivery.rpId, delivery.endpoint, delivery.eventId), delivery)
}

function compareIds(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}
