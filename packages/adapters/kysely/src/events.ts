import { type EventRecord, type EventStore, refuseUnfit } from '@latchkey/storage'
import type { Selectable } from 'kysely'
import type { Database } from './database.js'
import { keepEvents } from './keep-events.js'
import { toNumber } from './kept-values.js'
import type { EventTable } from './tables.js'

export function sqlEvents(database: Database): EventStore {
  return {
    append: (events) => keepEvents(database.query, events),
    claim: (limit, leaseMs, now) => claimEvents(database, limit, leaseMs, now),
    settle: async (ids, now) => {
      for (const id of ids) refuseUnfit({ id })
      if (ids.length === 0) return
      await database.query
        .updateTable('latchkey_events')
        .set({ settled_at: now })
        .where('id', 'in', ids)
        .where('settled_at', 'is', null)
        .execute()
    },
  }
}

/**
 * Leases in one statement, which names the claim; then reads what bears that name. The condition on the lease stands
 * outside too: a database that locks rows, not tables, judges it once more on a row it had to wait for.
 */
async function claimEvents(
  database: Database,
  limit: number,
  leaseMs: number,
  now: number,
): Promise<readonly EventRecord[]> {
  const claim = crypto.randomUUID()
  await database.query
    .updateTable('latchkey_events')
    .set({ claimed_by: claim, leased_until: now + leaseMs })
    .where('id', 'in', ({ selectFrom }) => selectFrom(claimable(database, limit, now).as('claimable')).select('id'))
    .where('leased_until', '<=', now)
    .execute()
  const rows = await database.query
    .selectFrom('latchkey_events')
    .selectAll()
    .where('claimed_by', '=', claim)
    .orderBy('id')
    .execute()
  return rows.map(fromRow)
}

function claimable({ query }: Database, limit: number, now: number) {
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

function fromRow(row: Selectable<EventTable>): EventRecord {
  return {
    id: row.id,
    name: row.name,
    at: toNumber(row.at),
    rpId: row.rp_id,
    ...(row.user_id !== null && { userId: row.user_id }),
    ...(row.organization_id !== null && { organizationId: row.organization_id }),
    actor: { type: row.actor_type, ...(row.actor_id !== null && { id: row.actor_id }) },
    data: JSON.parse(row.data),
  }
}
