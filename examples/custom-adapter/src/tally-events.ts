import { assertStorable, type EventCounts, type EventTally } from '@latchkey/storage'
import type { Database } from './database.js'
import { digestKey, eventKey } from './keys.js'
import { deleteEvent, storeEvent } from './store-events.js'

export function tallyEvents(database: Database, events: readonly EventTally[]): void {
  for (const event of events) assertStorable(event)
  const joined = joinTallies(events)
  database.transact(() => {
    assertFreeIds(database, joined)
    for (const event of joined) tallyEvent(database, event)
  })
}

/** One for each relying party and `once`, with the id of the first. */
function joinTallies(events: readonly EventTally[]): readonly EventTally[] {
  const joined = new Map<string, EventTally>()
  for (const event of events) {
    const key = digestKey(event.rpId, event.once).toString('base64')
    const before = joined.get(key)
    joined.set(key, before === undefined ? event : { ...before, counts: sum(before.counts, event.counts) })
  }
  return [...joined.values()]
}

function assertFreeIds(database: Database, events: readonly EventTally[]): void {
  const ids = new Set(events.map(({ id }) => id))
  const isTaken = events.some(({ id }) => database.events.get(eventKey(id)) !== undefined)
  if (ids.size < events.length || isTaken) throw new RangeError('An event with this id is already stored.')
}

/** An event that was claimed or settled before is delivered again, under the new id. */
function tallyEvent(database: Database, event: EventTally): void {
  const id = database.once.get(digestKey(event.rpId, event.once))
  if (id === undefined) {
    storeEvent(database, event)
    return
  }
  const key = eventKey(id)
  const before = database.events.get(key)?.event
  if (before?.counts === undefined) throw new RangeError('An event of this once is stored already, and has no counts.')
  const isUnclaimed = database.unsettled.get(key)?.leasedUntil === 0
  const counts = sum(before.counts, event.counts)
  deleteEvent(database, key)
  storeEvent(database, { ...before, id: isUnclaimed ? id : event.id, counts })
}

function sum(one: EventCounts, other: EventCounts): EventCounts {
  return { count: one.count + other.count, addresses: one.addresses + other.addresses }
}
