import {
  assertStorable,
  assertStorableEndpoint,
  type EndpointMark,
  type EndpointRecord,
  type EndpointTarget,
} from '@latchkey/storage'
import type { Selectable } from 'kysely'
import type { Database } from '../database/database.js'
import type { EndpointTable } from '../schema/tables.js'
import { toNumber } from '../values/kept-values.js'
import { deleteAllDeliveries } from './delivery-statements.js'
import {
  deleteEndpoint,
  insertEndpoint,
  selectEndpoint,
  selectEndpoints,
  updateEndpoint,
} from './endpoint-statements.js'

export function assertStorableTarget({ rpId, endpoint }: EndpointTarget): void {
  assertStorable({ rpId })
  assertStorableEndpoint(endpoint)
}

export async function openEndpoint(database: Database, target: EndpointTarget, at: number): Promise<EndpointRecord> {
  assertStorableTarget(target)
  return database.transact(async ({ query }) => {
    await database.dialect.insertUnlessExists(insertEndpoint(query, target, at), 1)
    return fromRow(await selectEndpoint(query, target).executeTakeFirstOrThrow())
  })
}

export async function listEndpoints(database: Database, rpId: string): Promise<readonly EndpointRecord[]> {
  assertStorable({ rpId })
  const rows = await database.read((query) => selectEndpoints(query, rpId).execute())
  return rows.map(fromRow)
}

export async function markEndpoint(
  database: Database,
  target: EndpointTarget,
  mark: EndpointMark,
): Promise<'done' | 'gone'> {
  assertStorableTarget(target)
  assertStorable({ reason: mark.reason })
  const { numUpdatedRows } = await database.once((query) =>
    updateEndpoint(query, target, mark).executeTakeFirstOrThrow(),
  )
  return numUpdatedRows === 0n ? 'gone' : 'done'
}

export async function closeEndpoint(database: Database, target: EndpointTarget): Promise<'done' | 'gone'> {
  assertStorableTarget(target)
  return database.transact(async ({ query }) => {
    const { numDeletedRows } = await deleteEndpoint(query, target).executeTakeFirstOrThrow()
    await deleteAllDeliveries(query, target).execute()
    return numDeletedRows === 0n ? 'gone' : 'done'
  })
}

function fromRow(row: Selectable<EndpointTable>): EndpointRecord {
  return {
    rpId: row.rp_id,
    endpoint: row.endpoint,
    createdAt: toNumber(row.created_at),
    ...(row.disabled_at !== null && { disabledAt: toNumber(row.disabled_at) }),
    ...(row.failing_since !== null && { failingSince: toNumber(row.failing_since) }),
    ...(row.reason !== null && { reason: row.reason }),
  }
}
