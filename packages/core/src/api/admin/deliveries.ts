import type { DeliveryRecord, DeliveryStore, EndpointTarget, Page } from '@latchkey/storage'
import { actingScope, checkEnvironment } from '../../context/admin-target.js'
import { deliveryStore } from '../../context/checked-deliveries.js'
import type { Context } from '../../context/context.js'
import type { RelyingPartyInput } from '../../context/relying-party-input.js'
import { PasskeyError } from '../../errors.js'
import { type Actor, adminEventContext } from '../../events/create-event.js'
import { type PasskeyEvent, toPasskeyEvent } from '../../events/event-data.js'

/** What the methods of `admin.deliveries` take. */
export interface EndpointInput extends RelyingPartyInput {
  /** The id of the endpoint; `app` for the function that `events.deliver` is given. */
  readonly endpoint: string
  /** The admin, who needs the environment. */
  readonly actor: Actor
}

/** What `admin.deliveries.endpoints` takes. */
export type EndpointsInput = Pick<EndpointInput, 'actor' | 'relyingPartyId'>

/** What `admin.deliveries.list` takes. */
export interface DeliveriesInput extends EndpointInput {
  /**
   * `dead`: given up after three days. `waiting`: still to be delivered.
   *
   * @default `dead`
   */
  readonly status?: 'dead' | 'waiting' | undefined
  /**
   * The `next` of the page before.
   *
   * @default the first page
   */
  readonly after?: string | undefined
  /**
   * 1 to 1000.
   *
   * @default 100
   */
  readonly limit?: number | undefined
}

/** What `admin.deliveries.replay` takes. */
export interface ReplayInput extends EndpointInput {
  /**
   * Which dead letters: the ids of their events.
   *
   * @default all
   */
  readonly eventIds?: readonly string[] | undefined
}

/** One event on its way to an endpoint. */
export interface Delivery {
  readonly event: PasskeyEvent
  readonly attempts: number
  /** Epoch milliseconds. */
  readonly firstAttemptAt?: number
  /** When it is tried next. Not of a dead letter. */
  readonly nextAttemptAt?: number
  /** When it was given up. */
  readonly deadAt?: number
  /** Why the last attempt failed, such as `status_500`, `timed_out` or `function_rejected`. */
  readonly reason?: string
}

/** Where events go, and how that does. Times are epoch milliseconds. */
export interface EndpointStatus {
  readonly endpoint: string
  readonly createdAt: number
  /** When it was disabled: it answered 410. Its events wait. */
  readonly disabledAt?: number
  /** The first failure since the last success. */
  readonly failingSince?: number
  readonly reason?: string
}

const idForm = /^[\w-]{1,64}$/
const eventIdForm = /^[0-9a-f]{32}$/
const pageSize = 1000

/** The endpoints that events go to. See `AdminApi`. */
export async function listEndpoints(
  context: Context,
  { actor }: EndpointsInput,
): Promise<{ readonly endpoints: readonly EndpointStatus[] }> {
  checkActor(context, actor)
  const records = await deliveryStore(context).listEndpoints(context.settings.relyingParty.id)
  return { endpoints: records.map(({ rpId: _, ...endpoint }) => endpoint) }
}

/** Dead letters, or what is still to be delivered. See `AdminApi`. */
export async function listDeliveries(context: Context, input: DeliveriesInput): Promise<Page<Delivery>> {
  const { status = 'dead', after, limit = 100 } = input
  const target = targetOf(context, input)
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= 1000)) throw new PasskeyError('malformed')
  if (after !== undefined && !(typeof after === 'string' && eventIdForm.test(after)))
    throw new PasskeyError('malformed')
  if (status !== 'dead' && status !== 'waiting') throw new PasskeyError('malformed')
  const page = await deliveryStore(context).page({
    ...target,
    dead: status === 'dead',
    limit,
    ...(after === undefined ? {} : { after }),
  })
  return { ...page, items: page.items.map(toDelivery) }
}

/** Dead letters are due again. See `AdminApi`. */
export async function replayDeliveries(context: Context, input: ReplayInput): Promise<{ readonly replayed: number }> {
  const target = targetOf(context, input)
  const store = deliveryStore(context)
  if (input.eventIds === undefined) return { replayed: await replayAll(context, { store, target }) }
  const { eventIds } = input
  const isList = Array.isArray(eventIds) && eventIds.length <= pageSize
  if (!isList || !eventIds.every((id) => typeof id === 'string' && eventIdForm.test(id))) {
    throw new PasskeyError('malformed')
  }
  return { replayed: await store.replay(target, eventIds, context.settings.now()) }
}

/** The endpoint is tried again. See `AdminApi`. */
export async function enableEndpoint(context: Context, input: EndpointInput): Promise<void> {
  const target = targetOf(context, input)
  const mark = { as: 'enabled', at: context.settings.now() } as const
  if ((await deliveryStore(context).markEndpoint(target, mark)) === 'gone') throw new PasskeyError('not_found')
}

/** The endpoint gets nothing more. See `AdminApi`. */
export async function closeEndpoint(context: Context, input: EndpointInput): Promise<void> {
  const target = targetOf(context, input)
  if ((await deliveryStore(context).closeEndpoint(target)) === 'gone') throw new PasskeyError('not_found')
}

interface Replaying {
  readonly store: DeliveryStore
  readonly target: EndpointTarget
}

/** Page by page; each page is gone from the dead letters once it is replayed. */
async function replayAll({ settings }: Context, { store, target }: Replaying): Promise<number> {
  let replayed = 0
  let after: string | undefined = ''
  while (after !== undefined) {
    const page: Page<DeliveryRecord> = await store.page({ ...target, dead: true, after, limit: pageSize })
    const ids = page.items.map(({ event }) => event.id)
    replayed += await store.replay(target, ids, settings.now())
    after = page.next
  }
  return replayed
}

/** Endpoints are the environment's, and so is what goes to them. */
function checkActor(context: Context, actor: Actor): void {
  adminEventContext(context, actor, {})
  checkEnvironment(actingScope(actor, undefined))
}

function targetOf(context: Context, { endpoint, actor }: EndpointInput): EndpointTarget {
  checkActor(context, actor)
  if (!(typeof endpoint === 'string' && idForm.test(endpoint))) throw new PasskeyError('malformed')
  return { rpId: context.settings.relyingParty.id, endpoint }
}

function toDelivery({ event, attempts, firstAttemptAt, dueAt, deadAt, reason }: DeliveryRecord): Delivery {
  return {
    event: toPasskeyEvent(event),
    attempts,
    ...(firstAttemptAt === undefined ? {} : { firstAttemptAt }),
    ...(deadAt === undefined ? { nextAttemptAt: dueAt } : { deadAt }),
    ...(reason === undefined ? {} : { reason }),
  }
}
