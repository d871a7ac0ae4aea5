import { type EventRecord, type EventStore, refuseUnfit } from '@latchkey/storage'
import type { Selectable } from 'kysely'
import type { Database } from './database.js'
import { keepEvents } from './keep-events.js'
import { toNumber } from './kept-values.js'
import type { EventTable } from './tables.js'

export function sqlEvents(database: Database): EventStore {
  return {
    append: async (events) => {
      for (const event of events) refuseUnfit(event)
      await database.once((query) => keepEvents(query, events))
    },
    claim: (limit, leaseMs, now) => claimEvents(database, limit, leaseMs, now),
    settle: async (ids, now) => {
      for (const id of ids) refuseUnfit({ id })
      if (ids.length === 0) return
      await database.once((query) =>
        query
          .updateTable('latchkey_events')
          .set({ settled_at: now })
          .where('id', 'in', ids)
          .where('settled_at', 'is', null)
          .execute(),
      )
    },
  }
}

async function claimEvents(
  database: Database,
  limit: number,
  leaseMs: number,
  now: number,
): Promise<readonly EventRecord[]> {
  const claim = { id: crypto.randomUUID(), limit, leaseMs, now }
  const rows = await database.once((query) => database.dialect.claim(query, claim))
  return rows.map(fromRow).sort((left, right) => (left.id < right.id ? -1 : 1))
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
