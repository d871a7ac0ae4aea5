import {
  type AccountTarget,
  assertStorable,
  assertStorableLimit,
  assertStorablePageLimit,
  type EventCounts,
  type EventPageQuery,
  type EventRecord,
  type EventStore,
  type EventTally,
  type Page,
  type UserEventPageQuery,
} from '@latchkey/storage'
import { copyEvent } from './copy.js'
import { type KeptEvent, keyOf, type MemoryState } from './state.js'

export function memoryEvents(state: MemoryState): EventStore {
  return {
    append: async (events) => takeEvents(state, events)(),
    tally: async (events) => tallyEvents(state, events),
    claim: async (limit, leaseMs, now) => claimEvents(state, limit, leaseMs, now),
    acknowledge: async (ids, now) => {
      for (const id of ids) assertStorable({ id })
      for (const id of ids) {
        const kept = state.events.get(id)
        if (kept !== undefined && kept.settledAt === undefined) state.events.set(id, { ...kept, settledAt: now })
      }
    },
    page: async (query) => pageEvents(state, query),
    pageByUser: async (query) => pageByUser(state, query),
  }
}

/**
 * Copies the events and refuses texts that do not fit. The returned function stores them, or rejects an id that is
 * stored already. Two steps, so that a verb which refuses does not check ids: it calls the second step after all
 * other checks, and before it changes anything.
 */
export function takeEvents(state: MemoryState, events: readonly EventRecord[]): () => void {
  for (const event of events) assertStorable(event)
  const copies = events.map(copyEvent)
  return () => {
    const fresh = withoutRepeats(state, copies)
    const ids = new Set(fresh.map(({ id }) => id))
    if (ids.size < fresh.length || fresh.some(({ id }) => state.events.has(id))) {
      throw new RangeError('An event with this id is already stored.')
    }
    for (const event of fresh) {
      state.events.set(event.id, { event, leasedUntil: 0 })
      for (const key of onceKeys(event)) state.once.set(key, event.id)
    }
  }
}

/** Without the events whose `once` is stored already, or occurred before in this list. */
function withoutRepeats(state: MemoryState, events: readonly EventRecord[]): readonly EventRecord[] {
  const seen = new Set<string>()
  return events.filter((event) =>
    onceKeys(event).every((key) => !state.once.has(key) && !seen.has(key) && seen.add(key)),
  )
}

/** One key if the event has a `once`, else none. */
export function onceKeys({ rpId, once }: EventRecord): readonly string[] {
  return once === undefined ? [] : [keyOf(rpId, once)]
}

/** Checked first, so that all are counted or none. */
function tallyEvents(state: MemoryState, events: readonly EventTally[]): void {
  for (const event of events) assertStorable(event)
  const joined = joinTallies(events)
  const stored = joined.flatMap((event) => [...onceKeys(event)].flatMap((key) => state.once.get(key) ?? []))
  const ids = joined.map(({ id }) => id)
  const isRepeated = new Set(ids).size < ids.length || ids.some((id) => state.events.has(id))
  const isOther = stored.some((id) => state.events.get(id)?.event.counts === undefined)
  if (isRepeated || isOther)
    throw new RangeError('An event with this id, or another event with this once, is already stored.')
  for (const event of joined) tallyEvent(state, event)
}

/** One for each relying party and `once`, with the id of the first. */
function joinTallies(events: readonly EventTally[]): readonly EventTally[] {
  const joined = new Map<string, EventTally>()
  for (const event of events) {
    const key = keyOf(event.rpId, event.once)
    const before = joined.get(key)
    joined.set(key, before === undefined ? event : { ...before, counts: sum(before.counts, event.counts) })
  }
  return [...joined.values()]
}

function tallyEvent(state: MemoryState, event: EventTally): void {
  const key = keyOf(event.rpId, event.once)
  const kept = state.events.get(state.once.get(key) ?? '')
  if (kept?.event.counts === undefined) {
    takeEvents(state, [event])()
    return
  }
  const isHandedOut = kept.leasedUntil > 0 || kept.settledAt !== undefined
  const id = isHandedOut ? event.id : kept.event.id
  state.events.delete(kept.event.id)
  state.events.set(id, { event: { ...kept.event, id, counts: sum(kept.event.counts, event.counts) }, leasedUntil: 0 })
  state.once.set(key, id)
}

function sum(one: EventCounts, other: EventCounts): EventCounts {
  return { count: one.count + other.count, addresses: one.addresses + other.addresses }
}

function claimEvents(state: MemoryState, limit: number, leaseMs: number, now: number): readonly EventRecord[] {
  assertStorableLimit(limit)
  const claimed: EventRecord[] = []
  for (const kept of oldestUnsettled(state)) {
    if (claimed.length === limit) break
    if (kept.leasedUntil > now) continue
    state.events.set(kept.event.id, { ...kept, leasedUntil: now + leaseMs })
    claimed.push(copyEvent(kept.event))
  }
  return claimed
}

/** In the order of their ids; only the oldest of each user. */
function oldestUnsettled(state: MemoryState): readonly KeptEvent[] {
  const unsettled = [...state.events.values()].filter(({ settledAt }) => settledAt === undefined)
  const inOrder = unsettled.sort(byId)
  const users = new Set<string>()
  return inOrder.filter(({ event: { rpId, userId } }) => {
    if (userId === undefined) return true
    const user = keyOf(rpId, userId)
    return !users.has(user) && users.add(user)
  })
}

function pageEvents(state: MemoryState, query: EventPageQuery): Page<EventRecord> {
  const { rpId, organizationId, after = '', before, limit } = query
  assertStorablePageLimit(limit)
  assertStorable(query)
  const following = [...state.events.values()].filter(
    ({ event }) =>
      event.rpId === rpId &&
      (organizationId === undefined || event.organizationId === organizationId) &&
      event.id > after &&
      (before === undefined || event.id < before),
  )
  return pageOf(following, limit)
}

function pageByUser(state: MemoryState, query: UserEventPageQuery): Page<EventRecord> {
  const { after = '', limit } = query
  assertStorablePageLimit(limit)
  assertStorable(query)
  return pageOf(
    eventsOf(state, query).filter(({ event }) => event.id > after),
    limit,
  )
}

function pageOf(following: readonly KeptEvent[], limit: number): Page<EventRecord> {
  const inOrder = following.toSorted(byId).slice(0, limit)
  const items = inOrder.map(({ event }) => copyEvent(event))
  const last = items.at(-1)
  return last !== undefined && items.length < following.length ? { items, next: last.id } : { items }
}

/** The user's events at this relying party, in any order. */
export function eventsOf(state: MemoryState, { rpId, userId }: AccountTarget): readonly KeptEvent[] {
  return [...state.events.values()].filter(({ event }) => event.rpId === rpId && event.userId === userId)
}

/** The events are gone, with what is still to be delivered of them. */
export function deleteEvents(state: MemoryState, events: readonly KeptEvent[]): void {
  const ids = new Set(events.map(({ event }) => event.id))
  for (const { event } of events) {
    state.events.delete(event.id)
    for (const key of onceKeys(event)) state.once.delete(key)
  }
  for (const [key, { eventId }] of state.deliveries) if (ids.has(eventId)) state.deliveries.delete(key)
}

function byId(one: KeptEvent, other: KeptEvent): number {
  return one.event.id < other.event.id ? -1 : 1
}
