import {
  assertStorable,
  assertStorableLimit,
  assertStorablePageLimit,
  type EventCounts,
  type EventPageQuery,
  type EventRecord,
  type EventStore,
  type EventTally,
  type Page,
} from '@latchkey/storage'
import type { Database } from './database.js'
import { keepEnding } from './endings.js'
import { digestKey, eventKey, eventOrderKey, rangeOf } from './keys.js'

export function lmdbEvents(database: Database): EventStore {
  return {
    append: async (events) => database.transact(() => keepEvents(database, events)),
    tally: async (events) => tallyEvents(database, events),
    claim: async (limit, leaseMs, now) => database.transact(() => claimEvents(database, limit, leaseMs, now)),
    acknowledge: async (ids, now) => {
      for (const id of ids) assertStorable({ id })
      database.transact(() => settleEvents(database, ids, now))
    },
    page: async (query) => pageEvents(database, query),
  }
}

/** Part of the transaction that makes the change: what it throws undoes that too. */
export function keepEvents(database: Database, events: readonly EventRecord[]): void {
  const { events: kept, eventOrder, once, unsettled } = database
  for (const event of events) assertStorable(event)
  for (const event of events) {
    if (isRepeated(database, event)) continue
    const key = eventKey(event.id)
    if (kept.get(key) !== undefined) throw new RangeError('An event of this id is kept already.')
    kept.putSync(key, event)
    for (const order of orderKeys(event)) eventOrder.putSync(order, event.id)
    if (event.once !== undefined) once.putSync(digestKey(event.rpId, event.once), event.id)
    unsettled.putSync(key, { ...queueOf(event), leasedUntil: 0 })
  }
}

function tallyEvents(database: Database, events: readonly EventTally[]): void {
  for (const event of events) assertStorable(event)
  database.transact(() => {
    for (const event of events) tallyEvent(database, event)
  })
}

/** Where the event was handed out before it gets the new id, and is to be delivered again. */
function tallyEvent(database: Database, event: EventTally): void {
  const storedId = database.once.get(digestKey(event.rpId, event.once))
  if (storedId === undefined) {
    keepEvents(database, [event])
    return
  }
  const key = eventKey(storedId)
  const stored = database.events.get(key)
  if (stored?.counts === undefined) throw new RangeError('Another event of this once is stored already.')
  const isWaiting = database.unsettled.get(key)?.leasedUntil === 0
  deleteEvent(database, key)
  database.unsettled.removeSync(key)
  keepEvents(database, [{ ...stored, id: isWaiting ? storedId : event.id, counts: sum(stored.counts, event.counts) }])
}

function sum(one: EventCounts, other: EventCounts): EventCounts {
  return { count: one.count + other.count, addresses: one.addresses + other.addresses }
}

/** Deletes up to `limit` unsettled events that happened before this time. Part of a transaction. */
export function deleteUnsettled(database: Database, before: number, limit: number): number {
  const { events, unsettled } = database
  const old: Buffer[] = []
  for (const key of unsettled.getKeys({})) {
    if (old.length === limit) break
    const event = events.get(key)
    if (event !== undefined && event.at < before) old.push(Buffer.from(key))
  }
  for (const key of old) {
    deleteEvent(database, key)
    unsettled.removeSync(key)
  }
  return old.length
}

/** An event with the same `once` is stored already, or came before in the same call. */
function isRepeated({ once: kept }: Database, { rpId, once }: EventRecord): boolean {
  return once !== undefined && kept.get(digestKey(rpId, once)) !== undefined
}

/** Deletes the event with what refers to it, so that its `once` is free again. */
export function deleteEvent({ events, eventOrder, once }: Database, key: Buffer): boolean {
  const event = events.get(key)
  if (event === undefined) return false
  for (const order of orderKeys(event)) eventOrder.removeSync(order)
  if (event.once !== undefined) once.removeSync(digestKey(event.rpId, event.once))
  return events.removeSync(key)
}

function orderKeys({ id, rpId, organizationId }: EventRecord): readonly Buffer[] {
  const all = eventOrderKey(id, rpId)
  return organizationId === undefined ? [all] : [all, eventOrderKey(id, rpId, organizationId)]
}

/** One more than the page holds is read: whether there is one decides whether there is a next page. */
function pageEvents(database: Database, query: EventPageQuery): Page<EventRecord> {
  const { rpId, organizationId, after = '', before, limit } = query
  assertStorablePageLimit(limit)
  assertStorable(query)
  const whose = organizationId === undefined ? [rpId] : [rpId, organizationId]
  const end = before === undefined ? rangeOf(digestKey(...whose)).end : eventOrderKey(before, ...whose)
  return database.read(() => {
    const range = database.eventOrder.getRange({ start: eventOrderKey(after, ...whose), end, limit: limit + 2 })
    const following = [...range].filter(({ value }) => value !== after)
    const items = following.slice(0, limit).flatMap(({ value }) => database.events.get(eventKey(value)) ?? [])
    const last = items.at(-1)
    return last !== undefined && following.length > limit ? { items, next: last.id } : { items }
  })
}

/** Goes through what is unsettled in the order of the ids; behind the first of a user the others wait. */
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
    const event = events.get(key)
    if (event === undefined || value.leasedUntil > now) continue
    unsettled.putSync(key, { ...value, leasedUntil: now + leaseMs })
    claimed.push(event)
  }
  return claimed
}

function settleEvents(database: Database, ids: readonly string[], now: number): void {
  for (const id of ids) {
    const key = eventKey(id)
    if (database.unsettled.removeSync(key)) keepEnding(database, 'events', now, key)
  }
}

function queueOf({ rpId, userId }: EventRecord): { readonly queue?: string } {
  return userId === undefined ? {} : { queue: digestKey(rpId, userId).toString('base64') }
}
