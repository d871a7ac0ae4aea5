import type { ClaimedDelivery, DeliveryStore, EndpointRecord } from '@latchkey/storage'
import type { Context } from '../../context/context.js'
import type { DeliveryEndpoint, DeliveryResult } from '../../events/delivery-target.js'
import { toPasskeyEvent } from '../../events/event-data.js'
import { retryTime } from '../../events/retry-time.js'

/** What one call of `events.deliver` has done. */
export interface DeliverCounts {
  readonly delivered: number
  /** Attempts that failed; the events come again later. */
  readonly failed: number
  /** Events that were given up after three days: see `admin.deliveries`. */
  readonly dead: number
}

export interface Delivering {
  readonly endpoint: DeliveryEndpoint
  readonly state: EndpointRecord
  readonly store: DeliveryStore
  readonly limit: number
  readonly signal: AbortSignal | undefined
}

/** How many attempts run at the same time, each for another user. */
const batch = 50

/** After this long an attempt counts as failed. */
const patienceMs = 30_000

/** Longer than an attempt and the storing of its outcome take, so that no other worker repeats it meanwhile. */
const leaseMs = 2 * patienceMs

/** A batch at a time, until nothing is due, the limit is reached, or the endpoint is disabled. */
export async function deliverToEndpoint(context: Context, delivering: Delivering): Promise<DeliverCounts> {
  const { store, state, limit, signal } = delivering
  const total = { delivered: 0, failed: 0, dead: 0 }
  let isFailing = state.failingSince !== undefined
  let left = limit
  while (left > 0 && !signal?.aborted) {
    const claim = { limit: Math.min(left, batch), leaseMs, now: context.settings.now() }
    const claimed = await store.claim(state, claim)
    if (claimed.length === 0) break
    left -= claimed.length
    const attempts = await Promise.all(claimed.map((delivery) => attemptDelivery(context, delivering, delivery)))
    const done = await storeOutcomes(context, delivering, attempts)
    total.delivered += done.delivered
    total.failed += done.failed
    total.dead += done.dead
    const disabled = attempts.find(({ outcome }) => outcome.result === 'disabled')
    isFailing = await markEndpoint(context, delivering, { attempts, isFailing })
    if (disabled !== undefined) break
  }
  if (total.dead > 0) context.settings.logger.warn(deadLine(delivering, total.dead))
  return total
}

interface Attempt {
  readonly delivery: ClaimedDelivery
  readonly outcome: DeliveryResult
}

async function attemptDelivery(
  { settings }: Pick<Context, 'settings'>,
  { endpoint }: Delivering,
  delivery: ClaimedDelivery,
): Promise<Attempt> {
  const { attempt, event } = delivery
  const controller = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<DeliveryResult>((resolve) => {
    timer = setTimeout(() => {
      controller.abort()
      resolve({ result: 'failed', reason: 'timed_out' })
    }, patienceMs)
  })
  const call = async () =>
    endpoint.deliver(toPasskeyEvent(event), { attempt, signal: controller.signal, now: settings.now() })
  const tried = call().catch((): DeliveryResult => ({ result: 'failed', reason: 'endpoint_rejected' }))
  const outcome = await Promise.race([tried, late])
  clearTimeout(timer)
  return { delivery, outcome }
}

/** Those that arrived in one call, the others one by one. */
async function storeOutcomes(
  context: Context,
  delivering: Delivering,
  attempts: readonly Attempt[],
): Promise<DeliverCounts> {
  const { store, state } = delivering
  const arrived = attempts.filter(({ outcome }) => outcome.result === 'delivered')
  if (arrived.length > 0) {
    await store.acknowledge(
      state,
      arrived.map(({ delivery }) => delivery.event.id),
    )
  }
  const counts = { delivered: arrived.length, failed: 0, dead: 0 }
  for (const attempt of attempts) {
    if (attempt.outcome.result !== 'delivered') counts[await deferDelivery(context, delivering, attempt)] += 1
  }
  return counts
}

async function deferDelivery(
  { settings }: Pick<Context, 'settings'>,
  { store, state }: Delivering,
  { delivery, outcome }: Attempt,
): Promise<'failed' | 'dead'> {
  const { attempt, firstAttemptAt, event } = delivery
  const now = settings.now()
  const notBefore = outcome.result === 'failed' ? outcome.notBefore : undefined
  const until = retryTime({ attempt, firstAttemptAt, now, notBefore, random: randomPart(settings.randomBytes) })
  const outlasts = outcome.result === 'disabled' && until === 'never'
  await store.defer(state, {
    eventId: event.id,
    ...(event.userId === undefined ? {} : { userId: event.userId }),
    attempt,
    at: now,
    // What an endpoint refused because it is disabled waits until an admin enables it.
    until: outlasts ? now : until,
    reason: outcome.result === 'delivered' ? 'delivered' : outcome.reason,
  })
  return until === 'never' && !outlasts ? 'dead' : 'failed'
}

function randomPart(randomBytes: (length: number) => Uint8Array): number {
  return (randomBytes(1)[0] ?? 0) / 255
}

interface Marking {
  readonly attempts: readonly Attempt[]
  readonly isFailing: boolean
}

/** Written only when it changes; returns whether the endpoint fails now. */
async function markEndpoint(
  { settings }: Pick<Context, 'settings'>,
  { store, state, endpoint }: Delivering,
  { attempts, isFailing }: Marking,
): Promise<boolean> {
  const at = settings.now()
  const failed = attempts.findLast(({ outcome }) => outcome.result !== 'delivered')?.outcome
  if (failed?.result === 'disabled') {
    await store.markEndpoint(state, { as: 'disabled', at, reason: failed.reason })
    settings.logger.warn(`latchkey: the endpoint ${endpoint.id} is disabled (${failed.reason}); see admin.deliveries.`)
    return true
  }
  const hasArrived = attempts.some(({ outcome }) => outcome.result === 'delivered')
  if (hasArrived && isFailing) await store.markEndpoint(state, { as: 'succeeded', at })
  if (hasArrived) return false
  if (failed?.result === 'failed') await store.markEndpoint(state, { as: 'failed', at, reason: failed.reason })
  return true
}

function deadLine({ endpoint }: Delivering, count: number): string {
  return `latchkey: ${count} events did not reach the endpoint ${endpoint.id} within three days; see admin.deliveries.`
}
