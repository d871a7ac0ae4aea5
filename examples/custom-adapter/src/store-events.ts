import { type AccountTarget, assertStorable, type EventRecord } from '@latchkey/storage'
import type { Database } from './database.js'
import { dropEnding, keepEnding } from './endings.js'
import { digestKey, eventKey, eventOrderKey, rangeOf } from './keys.js'

/** Part of the transaction that makes the change: an error here undoes that too. */
export function storeEvents(database: Database, events: readonly EventRecord[]): void {
  for (const event of events) assertStorable(event)
  for (const event of events) {
    if (isRepeated(database, event)) continue
    if (database.events.get(eventKey(event.id)) !== undefined) {
      throw new RangeError('An event with this id is already stored.')
    }
    storeEvent(database, event)
  }
}

/** Stores the event by its id, in its orders and by its `once`, and in the outbox. */
export function storeEvent(database: Database, event: EventRecord): void {
  const { events, eventOrder, once, unsettled } = database
  const key = eventKey(event.id)
  events.putSync(key, { event })
  for (const order of orderKeys(event)) eventOrder.putSync(order, event.id)
  for (const onceKey of onceKeys(event)) once.putSync(onceKey, event.id)
  unsettled.putSync(key, { ...queueOf(event), leasedUntil: 0 })
  keepEnding(database, 'unsettled', event.at, key)
}

/** Deletes the event with everything that refers to it, so that its id and its `once` are free again. */
export function deleteEvent(database: Database, key: Buffer): boolean {
  const { events, eventOrder, once, unsettled } = database
  const stored = events.get(key)
  if (stored === undefined) return false
  const { event, settledAt } = stored
  for (const order of orderKeys(event)) eventOrder.removeSync(order)
  for (const onceKey of onceKeys(event)) once.removeSync(onceKey)
  unsettled.removeSync(key)
  if (settledAt === undefined) dropEnding(database, 'unsettled', event.at, key)
  else dropEnding(database, 'events', settledAt, key)
  return events.removeSync(key)
}

/** Whether an event with the same `once` is stored already, or occurred before in the same call. */
function isRepeated({ once }: Database, event: EventRecord): boolean {
  return onceKeys(event).some((key) => once.get(key) !== undefined)
}

/** One key if the event has a `once`, else none. */
function onceKeys({ rpId, once }: EventRecord): readonly Buffer[] {
  return once === undefined ? [] : [digestKey(rpId, once)]
}

/** Whose order it is: the third text keeps a user apart from an organization of the same id. */
export function userOrder({ rpId, userId }: AccountTarget): readonly string[] {
  return [rpId, userId, 'user']
}

/** Deletes the events of a user, settled or not. Part of a transaction. */
export function deleteEventsOf(database: Database, target: AccountTarget): void {
  const ids = [...database.eventOrder.getRange(rangeOf(digestKey(...userOrder(target))))].map(({ value }) => value)
  for (const id of ids) deleteEvent(database, eventKey(id))
}

function orderKeys({ id, rpId, organizationId, userId }: EventRecord): readonly Buffer[] {
  const all = eventOrderKey(id, rpId)
  const ofOrganization = organizationId === undefined ? [] : [eventOrderKey(id, rpId, organizationId)]
  const ofUser = userId === undefined ? [] : [eventOrderKey(id, ...userOrder({ rpId, userId }))]
  return [all, ...ofOrganization, ...ofUser]
}

function queueOf({ rpId, userId }: EventRecord): { readonly queue?: string } {
  return userId === undefined ? {} : { queue: digestKey(rpId, userId).toString('base64') }
}
