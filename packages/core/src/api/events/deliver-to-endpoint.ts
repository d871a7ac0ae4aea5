import type { DeliveryStore, EndpointRecord } from '@latchkey/storage'
import type { Context } from '../../context/context.js'
import type { DeliveryEndpoint } from '../../events/delivery-target.js'
import { attemptDelivery, patienceMs } from './attempt-delivery.js'
import { type DeliverCounts, sumCounts } from './delivery-counts.js'
import { type EndpointHealth, watchEndpoint } from './endpoint-health.js'
import { storeOutcomes } from './store-outcomes.js'

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
