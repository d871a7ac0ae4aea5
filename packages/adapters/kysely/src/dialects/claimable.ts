import type { EventClaim, Query } from './dialect.js'

/** What may be leased: of each user the oldest unsettled event only, and those without a user. */
export function claimable(query: Query, { limit, now }: EventClaim) {
  return query
    .selectFrom('latchkey_events as event')
    .select('event.id')
    .where('event.settled_at', 'is', null)
    .where('event.leased_until', '<=', now)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('latchkey_events as older')
            .select('older.id')
            .whereRef('older.rp_id', '=', 'event.rp_id')
            .whereRef('older.user_id', '=', 'event.user_id')
            .where('older.settled_at', 'is', null)
            .whereRef('older.id', '<', 'event.id'),
        ),
      ),
    )
    .orderBy('event.id')
    .limit(limit)
}

/** Leases in one statement, which names the claim; then reads what bears that name. */
export async function claimAndRead(query: Query, claim: EventClaim) {
  await query
    .updateTable('latchkey_events')
    .set({ claimed_by: claim.id, leased_until: claim.now + claim.leaseMs })
    .where('id', 'in', ({ selectFrom }) => selectFrom(claimable(query, claim).as('claimable')).select('id'))
    .where('leased_until', '<=', claim.now)
    .execute()
  return query.selectFrom('latchkey_events').selectAll().where('claimed_by', '=', claim.id).execute()
}
