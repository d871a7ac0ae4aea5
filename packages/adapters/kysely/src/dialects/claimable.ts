import { type RawBuilder, sql } from 'kysely'
import type { EventClaim, Query } from './dialect.js'

/**
 * Selects the events that may be leased: the oldest unsettled event of each user, and those without a user. Whether
 * an older one exists is read with the lock.
 */
export function claimable(query: Query, { limit, now }: EventClaim, lock: RawBuilder<unknown> = sql``) {
  return query
    .selectFrom('latchkey_events as event')
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
            .whereRef('older.id', '<', 'event.id')
            .modifyEnd(lock),
        ),
      ),
    )
    .orderBy('event.id')
    .limit(limit)
}
