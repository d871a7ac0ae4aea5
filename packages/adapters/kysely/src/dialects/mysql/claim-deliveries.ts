import { claimableDeliveries, leaseOf } from '../../deliveries/delivery-statements.js'
import type { ClaimedRow, DeliveryLease, Query } from '../dialect.js'

/** In a transaction of its own, which locks only what it leases. */
export function claimDeliveries(query: Query, lease: DeliveryLease): Promise<readonly ClaimedRow[]> {
  if (query.isTransaction) return claimWithin(query, lease)
  return query
    .transaction()
    .setIsolationLevel('read committed')
    .execute((transaction) => claimWithin(transaction, lease))
}

/**
 * Found without a lock, and locked by key where they are still due. An older delivery of the same user that is found
 * cannot have appeared since: older ones only go.
 */
async function claimWithin(query: Query, lease: DeliveryLease): Promise<readonly ClaimedRow[]> {
  const found = await claimableDeliveries(query, lease).select('delivery.id').execute()
  if (found.length === 0) return []
  const locked = await query
    .selectFrom('latchkey_deliveries')
    .select(['id', 'event_id', 'attempts', 'first_attempt_at'])
    .where(
      'id',
      'in',
      found.map(({ id }) => id),
    )
    .where('dead_at', 'is', null)
    .where('due_at', '<=', lease.now)
    .forUpdate()
    .skipLocked()
    .execute()
  if (locked.length === 0) return []
  await query
    .updateTable('latchkey_deliveries')
    .set(leaseOf(lease))
    .where(
      'id',
      'in',
      locked.map(({ id }) => id),
    )
    .execute()
  return locked.map(({ event_id, attempts, first_attempt_at }) => ({
    event_id,
    attempts: Number(attempts) + 1,
    first_attempt_at: first_attempt_at ?? lease.now,
  }))
}
