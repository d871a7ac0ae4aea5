import type { DeliveryStore, EndpointTarget } from '@latchkey/storage'
import type { Settings } from '../../config/settings.js'
import { retryTime } from '../../events/retry-time.js'
import type { Attempt } from './attempt-delivery.js'
import { type DeliverCounts, sumCounts } from './delivery-counts.js'

export interface StoringOutcomes {
  readonly settings: Pick<Settings, 'now' | 'randomBytes'>
  readonly store: DeliveryStore
  readonly target: EndpointTarget
}

const failed: DeliverCounts = { delivered: 0, failed: 1, dead: 0 }
const dead: DeliverCounts = { delivered: 0, failed: 0, dead: 1 }

/** Those that arrived in one call, the others one by one. */
export async function storeOutcomes(storing: StoringOutcomes, attempts: readonly Attempt[]): Promise<DeliverCounts> {
  const counts = [await acknowledge(storing, attempts.filter(hasArrived))]
  for (const attempt of attempts) {
    if (!hasArrived(attempt)) counts.push(await deferDelivery(storing, attempt))
  }
  return sumCounts(counts)
}

function hasArrived({ outcome }: Attempt): boolean {
  return outcome.result === 'delivered'
}

async function acknowledge({ store, target }: StoringOutcomes, arrived: readonly Attempt[]): Promise<DeliverCounts> {
  const ids = arrived.map(({ delivery }) => delivery.event.id)
  if (ids.length > 0) await store.acknowledge(target, ids)
  return { delivered: ids.length, failed: 0, dead: 0 }
}

async function deferDelivery({ settings, store, target }: StoringOutcomes, attempt: Attempt): Promise<DeliverCounts> {
  const { delivery, outcome } = attempt
  const now = settings.now()
  const until = dueAgain(settings, attempt, now)
  await store.defer(target, {
    eventId: delivery.event.id,
    ...(delivery.event.userId === undefined ? {} : { userId: delivery.event.userId }),
    attempt: delivery.attempt,
    at: now,
    until,
    reason: outcome.result === 'delivered' ? 'delivered' : outcome.reason,
  })
  return until === 'never' ? dead : failed
}

/** What an endpoint refused because it is disabled is never given up: it waits until an admin enables the endpoint. */
function dueAgain(
  { randomBytes }: Pick<Settings, 'randomBytes'>,
  { delivery: { attempt, firstAttemptAt }, outcome }: Attempt,
  now: number,
): number | 'never' {
  const notBefore = outcome.result === 'failed' ? outcome.notBefore : undefined
  const random = (randomBytes(1)[0] ?? 0) / 255
  const until = retryTime({ attempt, firstAttemptAt, now, notBefore, random })
  return until === 'never' && outcome.result === 'disabled' ? now : until
}
