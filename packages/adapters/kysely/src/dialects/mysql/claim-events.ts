import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { EventTable } from '../../schema/tables.js'
import { claimable } from '../claimable.js'
import type { EventClaim, Query } from '../dialect.js'
import { sharedLock } from './shared-lock.js'

type EventRow = Selectable<EventTable>

/** In a transaction of its own, which locks only what it leases, not everything that it has read. */
export function claimByItself(query: Query, claim: EventClaim): Promise<readonly EventRow[]> {
  return query
    .transaction()
    .setIsolationLevel('read committed')
    .execute((transaction) => leaseClaimable(transaction, claim, sql``))
}

/** In a transaction of your app, whose reads may show an old snapshot unless they lock. */
export function claimWithinTransaction(query: Query, claim: EventClaim): Promise<readonly EventRow[]> {
  return leaseClaimable(query, claim, sharedLock)
}

/**
 * A locking read finds what was committed since its statement began, but its subquery does not: if a user got two
 * events meanwhile, it takes both for the oldest. So the locked events are checked once more, by a statement that
 * sees both, and dropped ones are replaced.
 */
async function leaseClaimable(
  query: Query,
  claim: EventClaim,
  lock: RawBuilder<unknown>,
): Promise<readonly EventRow[]> {
  const leased: EventRow[] = []
  const judged: string[] = []
  let isSettled = false
  while (!isSettled) {
    const locked = await lockClaimable(query, { ...claim, limit: claim.limit - leased.length }, judged)
    const oldest = await keepOldest(query, claim, { locked, lock })
    leased.push(...oldest)
    judged.push(...locked.map(({ id }) => id))
    isSettled = oldest.length === locked.length
  }
  await lease(query, claim, leased)
  return leased
}

/** An update whose subquery picks the rows would read, and lock, all rows. */
function lockClaimable(query: Query, claim: EventClaim, judged: readonly string[]): Promise<readonly EventRow[]> {
  const locked = claimable(query, claim).selectAll('event').forUpdate().skipLocked()
  return (judged.length === 0 ? locked : locked.where('event.id', 'not in', judged)).execute()
}

interface LockedEvents {
  readonly locked: readonly EventRow[]
  readonly lock: RawBuilder<unknown>
}

async function keepOldest(
  query: Query,
  claim: EventClaim,
  { locked, lock }: LockedEvents,
): Promise<readonly EventRow[]> {
  const ids = locked.filter(({ user_id }) => user_id !== null).map(({ id }) => id)
  if (ids.length === 0) return locked
  const rows = await claimable(query, claim, lock)
    .select('event.id')
    .where('event.id', 'in', ids)
    .modifyEnd(lock)
    .execute()
  const oldest = new Set(rows.map(({ id }) => id))
  return locked.filter(({ id, user_id }) => user_id === null || oldest.has(id))
}

async function lease(query: Query, claim: EventClaim, events: readonly EventRow[]): Promise<void> {
  if (events.length === 0) return
  await query
    .updateTable('latchkey_events')
    .set({ claimed_by: claim.id, leased_until: claim.now + claim.leaseMs })
    .where(
      'id',
      'in',
      events.map(({ id }) => id),
    )
    .execute()
}
