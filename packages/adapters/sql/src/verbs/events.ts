import {
  assertStorable,
  assertStorableLimit,
  assertStorablePageLimit,
  type EventPageQuery,
  type EventRecord,
  type EventStore,
  type Page,
  type UserEventPageQuery,
} from '@latchkey/storage'
import type { BoundStatement } from '../database/sql-executor.js'
import { type EventRow, fromEventRow } from '../rows/event-row.js'
import { claimStatementsOnMysql } from '../statements/events.js'
import { claimEventsOnMysql, type EventClaim, type MysqlClaiming } from './claim-events-on-mysql.js'
import { pageOf } from './page-of.js'
import { appendEvents, type EventWriting } from './store-events.js'
import { tallyEvents } from './tally-events.js'

export function sqlEvents(writing: EventWriting): EventStore {
  const { database, events: statements } = writing
  const claiming = { database, statements: claimStatementsOnMysql(database) }
  return {
    append: async (events) => {
      for (const event of events) assertStorable(event)
      await appendEvents(writing, events)
    },
    tally: async (events) => tallyEvents(writing, events),
    claim: async (limit, leaseMs, now) => claimEvents({ ...writing, claiming }, { limit, leaseMs, now }),
    acknowledge: async (ids, now) => {
      for (const id of ids) assertStorable({ id })
      if (ids.length > 0) await database.once(statements.settle({ ids, now }))
    },
    page: async (query) => pageEvents(writing, query),
    pageByUser: async (query) => pageByUser(writing, query),
  }
}

async function claimEvents(
  { database, events, claiming }: EventWriting & { readonly claiming: MysqlClaiming },
  asked: Omit<EventClaim, 'id'>,
): Promise<readonly EventRecord[]> {
  assertStorableLimit(asked.limit)
  const claim = { ...asked, id: crypto.randomUUID() }
  const rows = events.claim
    ? (await database.once(events.claim(claimValues(claim)))).rows
    : await claimEventsOnMysql(claiming, claim)
  return (rows as readonly EventRow[]).map(fromEventRow).sort((left, right) => (left.id < right.id ? -1 : 1))
}

function claimValues({ id, limit, leaseMs, now }: EventClaim) {
  return { claim: id, until: now + leaseMs, now, limit }
}

async function pageEvents(writing: EventWriting, asked: EventPageQuery): Promise<Page<EventRecord>> {
  assertStorablePageLimit(asked.limit)
  assertStorable(asked)
  const rows = await writing.database.read<EventRow>(selectPage(writing, asked))
  return pageOf(rows.map(fromEventRow), asked.limit, ({ id }) => id)
}

async function pageByUser({ database, events }: EventWriting, asked: UserEventPageQuery): Promise<Page<EventRecord>> {
  assertStorablePageLimit(asked.limit)
  assertStorable(asked)
  const { rpId, userId, after = '', limit } = asked
  const values = { rp_id: rpId, user_id: userId, after, limit: limit + 1 }
  const rows = await database.read<EventRow>(events.pageByUser(values))
  return pageOf(rows.map(fromEventRow), limit, ({ id }) => id)
}

function selectPage({ events }: EventWriting, asked: EventPageQuery): BoundStatement {
  const { rpId, organizationId, after = '', before, limit } = asked
  const values = { rp_id: rpId, organization_id: organizationId ?? '', after, before: before ?? '', limit: limit + 1 }
  if (organizationId === undefined) return (before === undefined ? events.page : events.pageBefore)(values)
  return (before === undefined ? events.pageOfOrganization : events.pageOfOrganizationBefore)(values)
}
