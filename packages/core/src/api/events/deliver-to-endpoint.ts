import type { DeliveryStore, EndpointRecord } from '@latchkey/storage'
import type { Settings } from '../../config/settings.js'
import type { Context } from '../../context/context.js'
import type { DeliveryEndpoint } from '../../events/delivery-target.js'
import { type Attempt, attemptDelivery, patienceMs } from './attempt-delivery.js'
import { type DeliverCounts, storeOutcomes, sumCounts } from './store-outcomes.js'

export interface Delivering {
  readonly endpoint: DeliveryEndpoint
  readonly state: EndpointRecord
  readonly store: DeliveryStore
  readonly limit: number
  readonly signal: AbortSignal | undefined
}

/** How many attempts of one lane run at the same time, each for another user. */
const batch = 25

/** Batches that run at the same time, so that an attempt that hangs holds up its own batch only. */
const lanes = 4

/** Longer than an attempt and the storing of its outcome take, so that no other worker repeats it meanwhile. */
const leaseMs = 2 * patienceMs

/** Until nothing is due, the limit is reached, or the endpoint is disabled. */
export async function deliverToEndpoint(context: Context, delivering: Delivering): Promise<DeliverCounts> {
  const { settings } = context
  const lane = {
    ...delivering,
    health: watchEndpoint({ ...delivering, settings }),
    quota: createQuota(delivering.limit),
  }
  const counts = await Promise.all(Array.from({ length: lanes }, () => deliverBatches(context, lane)))
  const total = sumCounts(counts)
  if (total.dead > 0) settings.logger.warn(deadLine(delivering, total.dead))
  return total
}

interface Lane extends Delivering {
  readonly health: EndpointHealth
  readonly quota: Quota
}

async function deliverBatches({ settings }: Context, lane: Lane): Promise<DeliverCounts> {
  const { endpoint, state, store, health, signal, quota } = lane
  const counts: DeliverCounts[] = []
  while (!signal?.aborted && !health.isDisabled) {
    const claimed = await quota.take(batch, (limit) => store.claim(state, { limit, leaseMs, now: settings.now() }))
    if (claimed.length === 0) break
    const attempts = await Promise.all(claimed.map((delivery) => attemptDelivery(settings, endpoint, delivery)))
    counts.push(await storeOutcomes({ settings, store, target: state }, attempts))
    await health.note(attempts)
  }
  return sumCounts(counts)
}

/** How many attempts are left for the lanes together. */
interface Quota {
  /** Takes up to this many, and gives back what was not used. */
  take<Taken>(most: number, taking: (limit: number) => Promise<readonly Taken[]>): Promise<readonly Taken[]>
}

function createQuota(limit: number): Quota {
  let left = limit
  return {
    async take(most, taking) {
      const asked = Math.min(left, most)
      if (asked === 0) return []
      left -= asked
      const taken = await taking(asked)
      left += asked - taken.length
      return taken
    },
  }
}

function deadLine({ endpoint }: Delivering, count: number): string {
  return `latchkey: ${count} events did not reach the endpoint ${endpoint.id} within three days; see admin.deliveries.`
}

export interface WatchedEndpoint {
  readonly settings: Pick<Settings, 'now' | 'logger'>
  readonly store: DeliveryStore
  readonly state: EndpointRecord
}

/** How the endpoint does, as `admin.deliveries` shows it. */
export interface EndpointHealth {
  /** Whether an attempt has ended with `disabled`. */
  readonly isDisabled: boolean
  /** Records what the attempts say of the endpoint; a success only where it was failing. */
  note(attempts: readonly Attempt[]): Promise<void>
}

function watchEndpoint({ settings, store, state }: WatchedEndpoint): EndpointHealth {
  let isFailing = state.failingSince !== undefined
  let isDisabled = false
  const disable = async (reason: string) => {
    isDisabled = true
    await store.markEndpoint(state, { as: 'disabled', at: settings.now(), reason })
    settings.logger.warn(`latchkey: the endpoint ${state.endpoint} is disabled (${reason}); see admin.deliveries.`)
  }
  return {
    get isDisabled() {
      return isDisabled
    },
    async note(attempts) {
      const outcomes = attempts.map(({ outcome }) => outcome)
      const refused = outcomes.find((outcome) => outcome.result === 'disabled')
      const failed = outcomes.findLast((outcome) => outcome.result === 'failed')
      const hasArrived = outcomes.some(({ result }) => result === 'delivered')
      const wasFailing = isFailing
      isFailing = !hasArrived
      if (refused) return disable(refused.reason)
      const at = settings.now()
      if (hasArrived && wasFailing) await store.markEndpoint(state, { as: 'succeeded', at })
      if (!hasArrived && failed) await store.markEndpoint(state, { as: 'failed', at, reason: failed.reason })
    },
  }
}
