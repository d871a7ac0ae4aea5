import {
  assertStorable,
  assertStorableEndpoint,
  type EndpointMark,
  type EndpointRecord,
  type EndpointTarget,
} from '@latchkey/storage'
import { endpointStatements, openEndpoint as opening } from '../statements/endpoints.js'
import { type DriverNumber, toNumber } from '../values/driver-values.js'
import { type Change, changeAndRead, prepareChange } from './change-with-events.js'
import type { EventWriting } from './store-events.js'

export interface EndpointWriting extends EventWriting {
  readonly endpoints: ReturnType<typeof endpointStatements>
  readonly opening: Change
}

export function endpointWriting(writing: EventWriting): EndpointWriting {
  const { database } = writing
  const endpoints = endpointStatements(database)
  const options = { readBack: endpoints.find, is: 'upsert' } as const
  return { ...writing, endpoints, opening: prepareChange(database, opening(database), options) }
}

export function assertStorableEndpointTarget({ rpId, endpoint }: EndpointTarget): void {
  assertStorable({ rpId })
  assertStorableEndpoint(endpoint)
}

export function endpointKey({ rpId, endpoint }: EndpointTarget) {
  return { rp_id: rpId, endpoint }
}

interface EndpointRow {
  readonly rp_id: string
  readonly endpoint: string
  readonly created_at: DriverNumber
  readonly disabled_at: DriverNumber | null
  readonly failing_since: DriverNumber | null
  readonly reason: string | null
}

export async function openEndpoint(
  writing: EndpointWriting,
  target: EndpointTarget,
  at: number,
): Promise<EndpointRecord> {
  assertStorableEndpointTarget(target)
  const values = { ...endpointKey(target), at }
  const row = await changeAndRead<EndpointRow>(writing, { change: writing.opening, values, events: [] })
  if (row === undefined) throw new Error('The endpoint disappeared inside its own transaction.')
  return fromRow(row)
}

export async function listEndpoints(
  { database, endpoints }: EndpointWriting,
  rpId: string,
): Promise<readonly EndpointRecord[]> {
  assertStorable({ rpId })
  return (await database.read<EndpointRow>(endpoints.list({ rp_id: rpId }))).map(fromRow)
}

export async function markEndpoint(
  { database, endpoints }: EndpointWriting,
  target: EndpointTarget,
  { as, at, reason = null }: Omit<EndpointMark, 'reason'> & { readonly reason?: string | null },
): Promise<'done' | 'gone'> {
  assertStorableEndpointTarget(target)
  assertStorable({ reason })
  const { changes } = await database.once(endpoints[as]({ ...endpointKey(target), at, reason }))
  if (changes > 0) return 'done'
  // A connection to MySQL may be configured not to count unchanged rows.
  return (await database.read(endpoints.find(endpointKey(target)))).length > 0 ? 'done' : 'gone'
}

function fromRow(row: EndpointRow): EndpointRecord {
  return {
    rpId: row.rp_id,
    endpoint: row.endpoint,
    createdAt: toNumber(row.created_at),
    ...(row.disabled_at !== null && { disabledAt: toNumber(row.disabled_at) }),
    ...(row.failing_since !== null && { failingSince: toNumber(row.failing_since) }),
    ...(row.reason !== null && { reason: row.reason }),
  }
}
