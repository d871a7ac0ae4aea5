import type { DeliveryStore } from '@latchkey/storage'
import { deliveryStore } from '../../context/checked-deliveries.js'
import type { Context } from '../../context/context.js'
import type { RelyingPartyInput } from '../../context/relying-party-input.js'
import { type DeliveryTarget, parseDeliveryTargets } from '../../events/delivery-target.js'
import { deliverToEndpoint } from './deliver-to-endpoint.js'
import { type DeliverCounts, sumCounts } from './store-outcomes.js'

/** What `events.deliver` takes. */
export interface DeliverInput extends RelyingPartyInput {
  /**
   * Where events go: a function of your app, webhooks, or an array of both. A target gets the events since it was first
   * named, until it is removed with `admin.deliveries.closeEndpoint`.
   */
  readonly to: DeliveryTarget | readonly DeliveryTarget[]
  /**
   * The most attempts for each target in this call; 1 or more.
   *
   * @default 1000
   */
  readonly limit?: number | undefined
  /**
   * Once aborted, no further attempt begins. Those that have begun are finished, and the call returns its counts.
   *
   * @default none: the call ends by itself
   */
  readonly signal?: AbortSignal | undefined
}

/** The number of events that one call turns into deliveries at once. */
const enqueueBatch = 1000

/**
 * Makes one pass: events that are due are delivered, in order per user, and the outcome of each attempt is stored.
 *
 * @throws {PasskeyError} `storage_unavailable`
 * @throws {TypeError} for a target, limit or signal that cannot be one, and where the storage cannot deliver.
 */
export async function deliver(context: Context, { to, limit = 1000, signal }: DeliverInput): Promise<DeliverCounts> {
  const endpoints = parseDeliveryTargets(to)
  if (!(Number.isSafeInteger(limit) && limit >= 1)) {
    throw new TypeError('events.deliver: limit must be a whole number, 1 or more.')
  }
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new TypeError('events.deliver: signal must be an AbortSignal.')
  }
  const store = deliveryStore(context)
  if (signal?.aborted) return sumCounts([])
  const { now, relyingParty } = context.settings
  const rpId = relyingParty.id
  const opened = []
  for (const endpoint of endpoints) {
    opened.push({ endpoint, state: await store.openEndpoint({ rpId, endpoint: endpoint.id }, now()) })
  }
  await enqueueUpTo(store, { rpId, limit, now })
  const counts = await Promise.all(
    opened
      .filter(({ state }) => state.disabledAt === undefined)
      .map(({ endpoint, state }) => deliverToEndpoint(context, { endpoint, state, store, limit, signal })),
  )
  return sumCounts(counts)
}

interface Enqueuing {
  readonly rpId: string
  readonly limit: number
  readonly now: () => number
}

async function enqueueUpTo(store: DeliveryStore, { rpId, limit, now }: Enqueuing): Promise<void> {
  let left = limit
  let enqueued = enqueueBatch
  while (left > 0 && enqueued === enqueueBatch) {
    enqueued = await store.enqueue(rpId, Math.min(left, enqueueBatch), now())
    left -= enqueued
  }
}
