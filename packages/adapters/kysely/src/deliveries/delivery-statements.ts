import type { DeliveryPageQuery, EndpointTarget, FailedDelivery } from '@latchkey/storage'
import { sql } from 'kysely'
import type { DeliveryLease, Query, SqlDialect } from '../dialects/dialect.js'

export interface Enqueuing {
  readonly rpId: string
  readonly limit: number
  readonly now: number
}

function deliveryId({ endpoint }: Pick<EndpointTarget, 'endpoint'>, eventId: string): string {
  return `${endpoint}:${eventId}`
}

/** In the order of an index, whose first column is null in each of them: see `claimableDeliveries`. */
export function selectUnsettled(query: Query, { rpId, limit }: Enqueuing) {
  return query
    .selectFrom('latchkey_events')
    .select('id')
    .where('rp_id', '=', rpId)
    .where('settled_at', 'is', null)
    .orderBy('settled_at')
    .orderBy('id')
    .limit(limit)
}

/** One delivery of each event for each endpoint. */
export function insertDeliveries(
  { query, concat }: { readonly query: Query } & Pick<SqlDialect, 'concat'>,
  { rpId, now }: Enqueuing,
  eventIds: readonly string[],
) {
  const id = concat(sql`${sql.ref('endpoint.endpoint')}`, concat(sql`':'`, sql`${sql.ref('event.id')}`))
  const zero = sql<number>`0`
  const enqueued = sql<number>`${sql.lit(now)}`
  return query
    .insertInto('latchkey_deliveries')
    .columns(['id', 'rp_id', 'endpoint', 'event_id', 'user_id', 'attempts', 'due_at', 'created_at'])
    .expression(
      query
        .selectFrom('latchkey_events as event')
        .innerJoin('latchkey_endpoints as endpoint', 'endpoint.rp_id', 'event.rp_id')
        .select([
          id.as('id'),
          'event.rp_id',
          'endpoint.endpoint',
          'event.id as event_id',
          'event.user_id',
          zero.as('attempts'),
          enqueued.as('due_at'),
          enqueued.as('created_at'),
        ])
        .where('endpoint.rp_id', '=', rpId)
        .where('event.id', 'in', eventIds),
    )
}

export function settleEvents(query: Query, { now }: Enqueuing, eventIds: readonly string[]) {
  return query
    .updateTable('latchkey_events')
    .set({ settled_at: now })
    .where('id', 'in', eventIds)
    .where('settled_at', 'is', null)
}

/**
 * Selects from what may be leased: of each user the oldest only, and those without a user. An event that has gone since
 * holds nothing. The order names `dead_at`, which is null in each row, because PostgreSQL else reads and sorts all that
 * is due instead of going along the index until it has enough.
 */
export function claimableDeliveries(query: Query, { rpId, endpoint, limit, now }: DeliveryLease) {
  return query
    .selectFrom('latchkey_deliveries as delivery')
    .where('delivery.rp_id', '=', rpId)
    .where('delivery.endpoint', '=', endpoint)
    .where('delivery.dead_at', 'is', null)
    .where('delivery.due_at', '<=', now)
    .where(({ exists, selectFrom }) =>
      exists(selectFrom('latchkey_events as event').select('event.id').whereRef('event.id', '=', 'delivery.event_id')),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('latchkey_deliveries as older')
            .innerJoin('latchkey_events as before', 'before.id', 'older.event_id')
            .select('older.id')
            .whereRef('older.endpoint', '=', 'delivery.endpoint')
            .whereRef('older.user_id', '=', 'delivery.user_id')
            .whereRef('older.rp_id', '=', 'delivery.rp_id')
            .where('older.dead_at', 'is', null)
            .whereRef('older.event_id', '<', 'delivery.event_id'),
        ),
      ),
    )
    .orderBy('delivery.dead_at')
    .orderBy('delivery.due_at')
    .orderBy('delivery.event_id')
    .limit(limit)
}

/** What a claim changes in each row. */
export function leaseOf({ now, leaseMs }: DeliveryLease) {
  return {
    attempts: sql<number>`attempts + 1`,
    first_attempt_at: sql<number>`coalesce(first_attempt_at, ${now})`,
    due_at: now + leaseMs,
  }
}

export function deleteDeliveries(query: Query, target: EndpointTarget, eventIds: readonly string[]) {
  return query
    .deleteFrom('latchkey_deliveries')
    .where('id', 'in', idsOf(target, eventIds))
    .where('rp_id', '=', target.rpId)
}

export function deleteAllDeliveries(query: Query, { rpId, endpoint }: EndpointTarget) {
  return query.deleteFrom('latchkey_deliveries').where('rp_id', '=', rpId).where('endpoint', '=', endpoint)
}

export function deferDelivery(query: Query, target: EndpointTarget, failure: FailedDelivery) {
  const { eventId, attempt, at, until, reason } = failure
  return query
    .updateTable('latchkey_deliveries')
    .set(until === 'never' ? { reason, dead_at: at } : { reason, due_at: until })
    .where('id', '=', deliveryId(target, eventId))
    .where('rp_id', '=', target.rpId)
    .where('attempts', '=', attempt)
    .where('dead_at', 'is', null)
}

/** What waits for it need not be looked at before then, however much it is. */
export function postponeFollowers(
  query: Query,
  { rpId, endpoint }: EndpointTarget,
  { userId, until }: { readonly userId: string; readonly until: number },
) {
  return query
    .updateTable('latchkey_deliveries')
    .set({ due_at: until })
    .where('endpoint', '=', endpoint)
    .where('user_id', '=', userId)
    .where('rp_id', '=', rpId)
    .where('dead_at', 'is', null)
    .where('attempts', '=', 0)
    .where('due_at', '<', until)
}

export function replayDeliveries(query: Query, target: EndpointTarget, replay: Replay) {
  return query
    .updateTable('latchkey_deliveries')
    .set({ attempts: 0, first_attempt_at: null, reason: null, dead_at: null, due_at: replay.now })
    .where('id', 'in', idsOf(target, replay.eventIds))
    .where('rp_id', '=', target.rpId)
    .where('dead_at', 'is not', null)
}

export interface Replay {
  readonly eventIds: readonly string[]
  readonly now: number
}

/** By the key, which begins with the endpoint: `;` is behind `:`. */
export function selectPage(query: Query, { rpId, endpoint, dead, after = '', limit }: DeliveryPageQuery) {
  return query
    .selectFrom('latchkey_deliveries as delivery')
    .innerJoin('latchkey_events as event', 'event.id', 'delivery.event_id')
    .selectAll('event')
    .select([
      'delivery.attempts',
      'delivery.first_attempt_at',
      'delivery.due_at',
      'delivery.reason',
      'delivery.dead_at',
    ])
    .where('delivery.id', '>', deliveryId({ endpoint }, after))
    .where('delivery.id', '<', `${endpoint};`)
    .where('event.rp_id', '=', rpId)
    .where('delivery.dead_at', dead ? 'is not' : 'is', null)
    .orderBy('delivery.id')
    .limit(limit + 1)
}

function idsOf(target: EndpointTarget, eventIds: readonly string[]): readonly string[] {
  return eventIds.map((eventId) => deliveryId(target, eventId))
}
