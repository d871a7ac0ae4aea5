import {
  assertStorable,
  assertStorableLimit,
  assertStorablePageLimit,
  type EventPageQuery,
  type EventRecord,
  type EventStore,
  type Page,
} from '@latchkey/storage'
import type { Database } from './database.js'
import { dropEnding, keepEnding } from './endings.js'
import { digestKey, eventKey, eventOrderKey, rangeOf } from './keys.js'
import { storeEvents, userOrder } from './store-events.js'
import { tallyEvents } from './tally-events.js'

export function lmdbEvents(database: Database): EventStore {
  return {
    append: async (events) => database.transact(() => storeEvents(database, events)),
    tally: async (events) => tallyEvents(database, events),
    claim: async (limit, leaseMs, now) => database.transact(() => claimEvents(database, limit, leaseMs, now)),
    acknowledge: async (ids, now) => {
      for (const id of ids) assertStorable({ id })
      database.transact(() => settleEvents(database, ids, now))
    },
    page: async (query) => pageEvents(database, query),
    pageByUser: async (query) => pageInOrder(database, query, userOrder(query)),
  }
}

function pageEvents(database: Database, query: EventPageQuery): Page<EventRecord> {
  const { rpId, organizationId } = query
  return pageInOrder(database, query, organizationId === undefined ? [rpId] : [rpId, organizationId])
}

/** Reads one more than the page has: it shows whether there is a next page. */
function pageInOrder(
  database: Database,
  query: Pick<EventPageQuery, 'after' | 'before' | 'limit'>,
  whose: readonly string[],
): Page<EventRecord> {
  const { after = '', before, limit } = query
  assertStorablePageLimit(limit)
  assertStorable(query)
  const end = before === undefined ? rangeOf(digestKey(...whose)).end : eventOrderKey(before, ...whose)
  return database.read(() => {
    const range = database.eventOrder.getRange({ start: eventOrderKey(after, ...whose), end, limit: limit + 2 })
    const following = [...range].filter(({ value }) => value !== after)
    const items = following.slice(0, limit).flatMap(({ value }) => database.events.get(eventKey(value))?.event ?? [])
    const last = items.at(-1)
    return last !== undefined && following.length > limit ? { items, next: last.id } : { items }
  })
}

/** Walks the unsettled events in the order of their ids; the others of a user wait for the first. */
function claimEvents(
  { events, unsettled }: Database,
  limit: number,
  leaseMs: number,
  now: number,
): readonly EventRecord[] {
  assertStorableLimit(limit)
  const queues = new Set<string>()
  const claimed: EventRecord[] = []
  for (const { key, value } of [...unsettled.getRange({})]) {
    if (claimed.length === limit) break
    if (value.queue !== undefined && queues.has(value.queue)) continue
    if (value.queue !== undefined) queues.add(value.queue)
    const event = events.get(key)?.event
    if (event === undefined || value.leasedUntil > now) continue
    unsettled.putSync(key, { ...value, leasedUntil: now + leaseMs })
    claimed.push(event)
  }
  return claimed
}

function settleEvents(database: Database, ids: readonly string[], now: number): void {
  for (const id of ids) {
    const key = eventKey(id)
    const stored = database.events.get(key)
    if (stored === undefined || stored.settledAt !== undefined) continue
    database.unsettled.removeSync(key)
    dropEnding(database, 'unsettled', stored.event.at, key)
    database.events.putSync(key, { ...stored, settledAt: now })
    keepEnding(database, 'events', now, key)
  }
}
