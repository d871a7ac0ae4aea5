import type { EventActor, EventCounts, EventName, EventRecord } from '@latchkey/storage'
import { type DriverNumber, toNumber } from '../values/driver-values.js'
import { refuseLongKey } from '../values/refuse-long-key.js'

/** A row of the events, as drivers return it. */
export interface EventRow {
  readonly id: string
  readonly once: string | null
  readonly tally_count: DriverNumber | null
  readonly tally_addresses: DriverNumber | null
  readonly name: EventName
  readonly at: DriverNumber
  readonly rp_id: string
  readonly user_id: string | null
  readonly organization_id: string | null
  readonly actor_type: EventActor['type']
  readonly actor_id: string | null
  readonly data: string
}

/** What an event is stored with; a new one is neither claimed nor settled. */
export const eventColumns = [
  'id',
  'once',
  'tally_count',
  'tally_addresses',
  'name',
  'at',
  'rp_id',
  'user_id',
  'organization_id',
  'actor_type',
  'actor_id',
  'data',
] as const satisfies readonly (keyof EventRow)[]

export function toEventRow(event: EventRecord) {
  refuseLongKey('An event', event.id)
  return {
    id: event.id,
    once: event.once ?? null,
    tally_count: event.counts?.count ?? null,
    tally_addresses: event.counts?.addresses ?? null,
    name: event.name,
    at: event.at,
    rp_id: event.rpId,
    user_id: event.userId ?? null,
    organization_id: event.organizationId ?? null,
    actor_type: event.actor.type,
    actor_id: event.actor.id ?? null,
    data: JSON.stringify(event.data),
  } as const satisfies Readonly<Record<keyof EventRow, unknown>>
}

export function fromEventRow(row: EventRow): EventRecord {
  return {
    id: row.id,
    ...(row.once !== null && { once: row.once }),
    ...(row.tally_count !== null && { counts: countsOf(row) }),
    name: row.name,
    at: toNumber(row.at),
    rpId: row.rp_id,
    ...(row.user_id !== null && { userId: row.user_id }),
    ...(row.organization_id !== null && { organizationId: row.organization_id }),
    actor: { type: row.actor_type, ...(row.actor_id !== null && { id: row.actor_id }) },
    data: JSON.parse(row.data),
  }
}

function countsOf({ tally_count, tally_addresses }: EventRow): EventCounts {
  return { count: toNumber(tally_count ?? 0), addresses: toNumber(tally_addresses ?? 0) }
}
