import { assertStorableLimit, type ClaimedDelivery, type DeliveryClaim, type EndpointTarget } from '@latchkey/storage'
import type { OwnTransaction } from '../database/database.js'
import type { Values } from '../database/statement.js'
import { type EventRow, fromEventRow } from '../rows/event-row.js'
import { type DriverNumber, toNumber } from '../values/driver-values.js'
import type { DeliveryWriting } from './deliveries.js'
import { assertStorableEndpointTarget, endpointKey } from './endpoints.js'

interface ClaimedRow {
  readonly event_id: string
  readonly attempts: DriverNumber
  readonly first_attempt_at: DriverNumber | null
}

export async function claimDeliveries(
  writing: DeliveryWriting,
  target: EndpointTarget,
  { limit, leaseMs, now }: DeliveryClaim,
): Promise<readonly ClaimedDelivery[]> {
  assertStorableEndpointTarget(target)
  assertStorableLimit(limit)
  const { database, events, deliveries } = writing
  const values = { ...endpointKey(target), limit, now, until: now + leaseMs }
  const claimed = deliveries.claimAtOnce
    ? ((await database.once(deliveries.claimAtOnce(values))).rows as readonly ClaimedRow[])
    : await claimOnMysql(writing, values, now)
  if (claimed.length === 0) return []
  const rows = await database.read<EventRow>(events.selectAll({ ids: claimed.map(({ event_id }) => event_id) }))
  const stored = new Map(rows.map((row) => [row.id, fromEventRow(row)]))
  return claimed.flatMap(({ event_id, attempts, first_attempt_at }) => {
    const event = stored.get(event_id)
    if (event === undefined) return []
    return [{ event, attempt: toNumber(attempts), firstAttemptAt: toNumber(first_attempt_at ?? now) }]
  })
}

/**
 * Found without a lock, and locked by key where they are still due. An older delivery of the same user that is found
 * cannot have appeared since: older ones only go.
 */
function claimOnMysql(
  { database, deliveries }: DeliveryWriting,
  values: Values,
  now: number,
): Promise<readonly ClaimedRow[]> {
  return database.transact(
    async ({ read, run }: OwnTransaction) => {
      const found = await read<{ readonly id: string }>(deliveries.selectClaimable(values))
      if (found.length === 0) return []
      const due = { ...values, ids: found.map(({ id }) => id) }
      const locked = await read<ClaimedRow & { readonly id: string }>(deliveries.lockDue(due))
      if (locked.length === 0) return []
      await run(deliveries.lease({ ...values, ids: locked.map(({ id }) => id) }))
      return locked.map(({ event_id, attempts, first_attempt_at }) => ({
        event_id,
        attempts: toNumber(attempts) + 1,
        first_attempt_at: first_attempt_at ?? now,
      }))
    },
    { isolation: 'read committed' },
  )
}
