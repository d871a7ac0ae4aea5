import {
  assertStorable,
  assertStorableLimit,
  assertStorablePageLimit,
  type ClaimedDelivery,
  type DeliveryClaim,
  type DeliveryPageQuery,
  type DeliveryRecord,
  type DeliveryStore,
  type EndpointTarget,
  type FailedDelivery,
  type Page,
} from '@latchkey/storage'
import type { Database } from '../database/database.js'
import { fromEventRow } from '../events/events.js'
import { toNumber } from '../values/kept-values.js'
import {
  deferDelivery,
  deleteDeliveries,
  type Enqueuing,
  insertDeliveries,
  postponeFollowers,
  replayDeliveries,
  selectPage,
  selectUnsettled,
  settleEvents,
} from './delivery-statements.js'
import { lockEndpoints } from './endpoint-statements.js'
import { assertStorableTarget, closeEndpoint, listEndpoints, markEndpoint, openEndpoint } from './endpoints.js'

export function sqlDeliveries(database: Database): DeliveryStore {
  return {
    openEndpoint: (target, at) => openEndpoint(database, target, at),
    listEndpoints: (rpId) => listEndpoints(database, rpId),
    markEndpoint: (target, mark) => markEndpoint(database, target, mark),
    closeEndpoint: (target) => closeEndpoint(database, target),
    enqueue: (rpId, limit, now) => enqueue(database, { rpId, limit, now }),
    claim: (target, claim) => claimDeliveries(database, target, claim),
    acknowledge: (target, eventIds) => acknowledge(database, target, eventIds),
    defer: (target, failure) => defer(database, target, failure),
    page: (query) => pageDeliveries(database, query),
    replay: (target, eventIds, now) => replay(database, target, { eventIds, now }),
  }
}

async function enqueue(database: Database, enqueuing: Enqueuing): Promise<number> {
  assertStorable({ rpId: enqueuing.rpId })
  assertStorableLimit(enqueuing.limit)
  const { concat } = database.dialect
  return database.transact(async ({ query }) => {
    const { numUpdatedRows } = await lockEndpoints(query, enqueuing.rpId, enqueuing.now).executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) return 0
    const eventIds = (await selectUnsettled(query, enqueuing).execute()).map(({ id }) => id)
    if (eventIds.length === 0) return 0
    await insertDeliveries({ query, concat }, enqueuing, eventIds).execute()
    const { numUpdatedRows: settled } = await settleEvents(query, enqueuing, eventIds).executeTakeFirstOrThrow()
    return Number(settled)
  })
}

async function claimDeliveries(
  database: Database,
  target: EndpointTarget,
  claim: DeliveryClaim,
): Promise<readonly ClaimedDelivery[]> {
  assertStorableTarget(target)
  assertStorableLimit(claim.limit)
  const claimed = await database.once((query) => database.dialect.claimDeliveries(query, { ...target, ...claim }))
  if (claimed.length === 0) return []
  const ids = claimed.map(({ event_id }) => event_id)
  const rows = await database.read((query) =>
    query.selectFrom('latchkey_events').selectAll().where('id', 'in', ids).execute(),
  )
  const events = new Map(rows.map((row) => [row.id, fromEventRow(row)]))
  return claimed.flatMap(({ event_id, attempts, first_attempt_at }) => {
    const event = events.get(event_id)
    if (event === undefined) return []
    return [{ event, attempt: toNumber(attempts), firstAttemptAt: toNumber(first_attempt_at ?? claim.now) }]
  })
}

async function acknowledge(database: Database, target: EndpointTarget, eventIds: readonly string[]): Promise<void> {
  assertStorableTarget(target)
  for (const id of eventIds) assertStorable({ id })
  if (eventIds.length === 0) return
  await database.once((query) => deleteDeliveries(query, target, eventIds).execute())
}

async function defer(database: Database, target: EndpointTarget, failure: FailedDelivery): Promise<'done' | 'gone'> {
  assertStorableTarget(target)
  const { eventId, userId, until, reason } = failure
  assertStorable({ id: eventId, reason, ...(userId === undefined ? {} : { userId }) })
  return database.transact(async ({ query }) => {
    const { numUpdatedRows } = await deferDelivery(query, target, failure).executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) return 'gone'
    if (userId !== undefined && until !== 'never') await postponeFollowers(query, target, { userId, until }).execute()
    return 'done'
  })
}

async function pageDeliveries(database: Database, asked: DeliveryPageQuery): Promise<Page<DeliveryRecord>> {
  assertStorableTarget(asked)
  assertStorablePageLimit(asked.limit)
  assertStorable({ id: asked.after ?? '' })
  const rows = await database.read((query) => selectPage(query, asked).execute())
  const items = rows.slice(0, asked.limit).map((row) => ({
    rpId: asked.rpId,
    endpoint: asked.endpoint,
    event: fromEventRow(row),
    attempts: toNumber(row.attempts),
    ...(row.first_attempt_at !== null && { firstAttemptAt: toNumber(row.first_attempt_at) }),
    dueAt: toNumber(row.due_at),
    ...(row.reason !== null && { reason: row.reason }),
    ...(row.dead_at !== null && { deadAt: toNumber(row.dead_at) }),
  }))
  const last = items.at(-1)
  return last !== undefined && rows.length > asked.limit ? { items, next: last.event.id } : { items }
}

interface Replaying {
  readonly eventIds: readonly string[]
  readonly now: number
}

async function replay(database: Database, target: EndpointTarget, replaying: Replaying): Promise<number> {
  assertStorableTarget(target)
  for (const id of replaying.eventIds) assertStorable({ id })
  if (replaying.eventIds.length === 0) return 0
  const { numUpdatedRows } = await database.once((query) =>
    replayDeliveries(query, target, replaying).executeTakeFirstOrThrow(),
  )
  return Number(numUpdatedRows)
}
