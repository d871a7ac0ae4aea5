import { type EventRecord, type EventStore, refuseUnfit } from '@latchkey/storage'
import type { Database } from './database.js'
import { keepEnding } from './endings.js'
import { digestKey, eventKey } from './keys.js'

export function lmdbEvents(database: Database): EventStore {
  return {
    append: async (events) => database.transact(() => keepEvents(database, events)),
    claim: async (limit, leaseMs, now) => database.transact(() => claimEvents(database, limit, leaseMs, now)),
    settle: async (ids, now) => {
      for (const id of ids) refuseUnfit({ id })
      database.transact(() => settleEvents(database, ids, now))
    },
  }
}

/** Part of the transaction that makes the change: what it throws undoes that too. */
export function keepEvents({ events: kept, unsettled }: Database, events: readonly EventRecord[]): void {
  for (const event of events) {
    refuseUnfit(event)
    const key = eventKey(event.id)
    if (kept.get(key) !== undefined) throw new RangeError('An event of this id is kept already.')
    kept.putSync(key, event)
    unsettled.putSync(key, { ...queueOf(event), leasedUntil: 0 })
  }
}

/** Goes through what is unsettled in the order of the ids; behind the first of a user the others wait. */
function claimEvents(
  { events, unsettled }: Database,
  limit: number,
  leaseMs: number,
  now: number,
): readonly EventRecord[] {
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
