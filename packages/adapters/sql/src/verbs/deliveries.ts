import {
  assertStorable,
  assertStorablePageLimit,
  type DeliveryPageQuery,
  type DeliveryRecord,
  type DeliveryStore,
  type EndpointTarget,
  type FailedDelivery,
  type Page,
} from '@latchkey/storage'
import type { Step } from '../database/database.js'
import { type EventRow, fromEventRow } from '../rows/event-row.js'
import { deliveryStatements } from '../statements/deliveries.js'
import { type DriverNumber, toNumber } from '../values/driver-values.js'
import { claimDeliveries } from './claim-deliveries.js'
import {
  assertStorableEndpointTarget,
  type EndpointWriting,
  endpointKey,
  endpointWriting,
  listEndpoints,
  markEndpoint,
  openEndpoint,
} from './endpoints.js'
import { enqueueEvents } from './enqueue-events.js'
import { pageOf } from './page-of.js'
import type { EventWriting } from './store-events.js'

export interface DeliveryWriting extends EndpointWriting {
  readonly deliveries: ReturnType<typeof deliveryStatements>
}

export function sqlDeliveries(events: EventWriting): DeliveryStore {
  const writing = { ...endpointWriting(events), deliveries: deliveryStatements(events.database) }
  return {
    openEndpoint: async (target, at) => openEndpoint(writing, target, at),
    listEndpoints: async (rpId) => listEndpoints(writing, rpId),
    markEndpoint: async (target, mark) => markEndpoint(writing, target, mark),
    closeEndpoint: async (target) => closeEndpoint(writing, target),
    enqueue: async (rpId, limit, now) => enqueueEvents(writing, { rpId, limit, now }),
    claim: async (target, claim) => claimDeliveries(writing, target, claim),
    acknowledge: async (target, eventIds) => acknowledge(writing, target, eventIds),
    defer: async (target, failure) => defer(writing, target, failure),
    page: async (query) => pageDeliveries(writing, query),
    replay: async (target, eventIds, now) => replay(writing, target, { eventIds, now }),
  }
}

function deliveryId(endpoint: string, eventId: string): string {
  return `${endpoint}:${eventId}`
}

async function closeEndpoint(
  { database, endpoints, deliveries }: DeliveryWriting,
  target: EndpointTarget,
): Promise<'done' | 'gone'> {
  assertStorableEndpointTarget(target)
  const key = endpointKey(target)
  const results = await database.together([endpoints.delete(key), deliveries.deleteAll(key)])
  return results?.[0]?.changes === 0 ? 'gone' : 'done'
}

/** The values for these deliveries; undefined if there are none. */
function idsOf(target: EndpointTarget, eventIds: readonly string[]) {
  assertStorableEndpointTarget(target)
  for (const id of eventIds) assertStorable({ id })
  const ids = eventIds.map((eventId) => deliveryId(target.endpoint, eventId))
  return ids.length === 0 ? undefined : { ids, rp_id: target.rpId }
}

async function acknowledge(
  { database, deliveries }: DeliveryWriting,
  target: EndpointTarget,
  eventIds: readonly string[],
): Promise<void> {
  const values = idsOf(target, eventIds)
  if (values) await database.once(deliveries.delete(values))
}

interface Replaying {
  readonly eventIds: readonly string[]
  readonly now: number
}

async function replay(
  { database, deliveries }: DeliveryWriting,
  target: EndpointTarget,
  { eventIds, now }: Replaying,
): Promise<number> {
  const values = idsOf(target, eventIds)
  return values ? (await database.once(deliveries.replay({ ...values, now }))).changes : 0
}

async function defer(
  { database, deliveries }: DeliveryWriting,
  target: EndpointTarget,
  failure: FailedDelivery,
): Promise<'done' | 'gone'> {
  assertStorableEndpointTarget(target)
  const { eventId, userId, attempt, at, until, reason } = failure
  assertStorable({ id: eventId, reason, ...(userId === undefined ? {} : { userId }) })
  const values = { ...endpointKey(target), id: deliveryId(target.endpoint, eventId), attempt, reason }
  const steps: readonly Step[] =
    until === 'never'
      ? [{ ...deliveries.giveUp({ ...values, at }), must: 1 }]
      : [
          { ...deliveries.defer({ ...values, until }), must: 1 },
          ...(userId === undefined ? [] : [deliveries.postponeFollowers({ ...values, user_id: userId, until })]),
        ]
  return (await database.together(steps)) === undefined ? 'gone' : 'done'
}

interface DeliveryRow extends EventRow {
  readonly attempts: DriverNumber
  readonly first_attempt_at: DriverNumber | null
  readonly due_at: DriverNumber
  readonly reason: string | null
  readonly dead_at: DriverNumber | null
}

async function pageDeliveries(
  { database, deliveries }: DeliveryWriting,
  asked: DeliveryPageQuery,
): Promise<Page<DeliveryRecord>> {
  assertStorableEndpointTarget(asked)
  assertStorablePageLimit(asked.limit)
  assertStorable({ id: asked.after ?? '' })
  const { rpId, endpoint, after = '', limit, dead } = asked
  const select = dead ? deliveries.pageOfDead : deliveries.pageOfLiving
  // `;` is behind `:`.
  const keys = { after: deliveryId(endpoint, after), end: `${endpoint};` }
  const rows = await database.read<DeliveryRow>(select({ rp_id: rpId, ...keys, limit: limit + 1 }))
  const items = rows.map((row) => ({ rpId, endpoint, ...fromRow(row) }))
  return pageOf(items, limit, ({ event }) => event.id)
}

function fromRow(row: DeliveryRow): Omit<DeliveryRecord, keyof EndpointTarget> {
  return {
    event: fromEventRow(row),
    attempts: toNumber(row.attempts),
    ...(row.first_attempt_at !== null && { firstAttemptAt: toNumber(row.first_attempt_at) }),
    dueAt: toNumber(row.due_at),
    ...(row.reason !== null && { reason: row.reason }),
    ...(row.dead_at !== null && { deadAt: toNumber(row.dead_at) }),
  }
}
