import {
  assertStorable,
  assertStorableLimit,
  assertStorablePageLimit,
  type EventCounts,
  type EventPageQuery,
  type EventRecord,
  type EventStore,
  type Page,
} from '@latchkey/storage'
import type { Selectable } from 'kysely'
import type { Database } from '../database/database.js'
import type { EventTable } from '../schema/tables.js'
import { toNumber } from '../values/kept-values.js'
import { appendEvents } from './store-events.js'
import { tallyEvents } from './tally-events.js'

export function sqlEvents(database: Database): EventStore {
  return {
    append: async (events) => {
      for (const event of events) assertStorable(event)
      await appendEvents(database, events)
    },
    tally: async (events) => tallyEvents(database, events),
    claim: (limit, leaseMs, now) => claimEvents(database, limit, leaseMs, now),
    acknowledge: async (ids, now) => {
      for (const id of ids) assertStorable({ id })
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
    page: (query) => pageEvents(database, query),
  }
}

async function claimEvents(
  database: Database,
  limit: number,
  leaseMs: number,
  now: number,
): Promise<readonly EventRecord[]> {
  assertStorableLimit(limit)
  const claim = { id: crypto.randomUUID(), limit, leaseMs, now }
  const rows = await database.once((query) => database.dialect.claim(query, claim))
  return rows.map(fromEventRow).sort((left, right) => (left.id < right.id ? -1 : 1))
}

async function pageEvents({ query }: Database, asked: EventPageQuery): Promise<Page<EventRecord>> {
  const { rpId, organizationId, after = '', before, limit } = asked
  assertStorablePageLimit(limit)
  assertStorable(asked)
  const rows = await query
    .selectFrom('latchkey_events')
    .selectAll()
    .where('rp_id', '=', rpId)
    .$if(organizationId !== undefined, (events) => events.where('organization_id', '=', organizationId ?? null))
    .where('id', '>', after)
    .$if(before !== undefined, (events) => events.where('id', '<', before ?? ''))
    .orderBy('id')
    .limit(limit + 1)
    .execute()
  const items = rows.slice(0, limit).map(fromEventRow)
  const last = items.at(-1)
  return last !== undefined && rows.length > limit ? { items, next: last.id } : { items }
}

function countsOf({ tally_count, tally_addresses }: Selectable<EventTable>): EventCounts {
  return { count: toNumber(tally_count ?? 0), addresses: toNumber(tally_addresses ?? 0) }
}

export function fromEventRow(row: Selectable<EventTable>): EventRecord {
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
