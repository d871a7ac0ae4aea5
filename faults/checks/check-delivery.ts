import type { Delivery, MadeCall } from '../journal/read-journals.js'
import type { Evidence } from './evidence.js'
import { groupBy } from './group-by.js'
import type { EventRow } from './snapshot.js'

/** Settled events were delivered, and were not delivered again afterwards. */
export function checkSettled({ snapshot, after }: Evidence): readonly string[] {
  const delivered = new Set(after.deliveries.map(({ eventId }) => eventId))
  const settledAt = new Map(after.settlements.map(({ eventId, at }) => [eventId, at]))
  const unseen = snapshot.events.filter(({ id, isSettled }) => isSettled && !delivered.has(id))
  const again = after.deliveries.filter(({ eventId, claimedAt }) => claimedAt > (settledAt.get(eventId) ?? Infinity))
  return [
    ...unseen.map(({ id, name }) => `the event ${id} (${name}) is settled and was never delivered`),
    ...again.map(({ eventId }) => `the event ${eventId} came back after it was settled`),
  ]
}

/**
 * A user's events are delivered in order. The order of two processes cannot be observed from outside, so each lane is
 * checked separately: its calls were made one after another. An event without a passkey belongs to no known lane.
 */
export function checkOrder({ snapshot, after }: Evidence): readonly string[] {
  const first = firstDeliveries(after.deliveries)
  const laneOf = lanesOf(after.calls)
  const judged = snapshot.events.filter(({ passkeyId }) => passkeyId !== undefined && laneOf.has(passkeyId))
  const ofLanes = groupBy(judged, ({ userId, passkeyId }) => `${userId} in ${laneOf.get(passkeyId ?? '')}`)
  return [...ofLanes].flatMap(([whose, events]) =>
    outOfOrder(events, first).map((id) => `the event ${id} of ${whose} came before an older one`),
  )
}

/** A lane that enrolled a passkey has all of its calls. Repeated finishes belong to another lane. */
function lanesOf(calls: readonly MadeCall[]): ReadonlyMap<string, string> {
  const latestFirst = calls.toSorted((one, other) => other.at - one.at)
  return new Map(latestFirst.flatMap(({ call, lane }) => (call.verb === 'enroll' ? [[call.passkeyId, lane]] : [])))
}

function firstDeliveries(deliveries: readonly Delivery[]): ReadonlyMap<string, number> {
  const latestFirst = deliveries.toSorted((one, other) => other.at - one.at)
  return new Map(latestFirst.map(({ eventId, at }) => [eventId, at]))
}

/** The events are in the order of their ids. Returns events that were delivered before an earlier one. */
function outOfOrder(events: readonly EventRow[], first: ReadonlyMap<string, number>): readonly string[] {
  const instants = events.map(({ id }) => first.get(id) ?? Infinity)
  return events.flatMap(({ id }, index) => {
    const [before = -Infinity, own = Infinity] = [instants[index - 1], instants[index]]
    return own < before ? [id] : []
  })
}

/** Once the load has ended and the deliverers had their time, every event is delivered and settled. */
export function checkAllDelivered({ snapshot, after }: Evidence): readonly string[] {
  const delivered = new Set(after.deliveries.map(({ eventId }) => eventId))
  const left = snapshot.events.filter(({ id, isSettled }) => !isSettled || !delivered.has(id))
  return left.map(({ id, name }) => `the event ${id} (${name}) was not delivered`)
}
