import type { DeliveryStore, EndpointTarget } from '@latchkey/storage'
import type { Settings } from '../../config/settings.js'
import type { Attempt } from './attempt-delivery.js'

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

/** What one call of `events.deliver` has done. */
export interface DeliverCounts {
  readonly delivered: number
  /** Attempts that failed; the events come again later. */
  readonly failed: number
  /** Events that were given up after three days: see `admin.deliveries`. */
  readonly dead: number
}

export function sumCounts(counts: readonly DeliverCounts[]): DeliverCounts {
  const sumOf = (name: keyof DeliverCounts) => counts.reduce((sum, it) => sum + it[name], 0)
  return { delivered: sumOf('delivered'), failed: sumOf('failed'), dead: sumOf('dead') }
}

const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** The longest wait after each attempt; the last one repeats. After those of Standard Webhooks. */
const longestWaits = [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 12 * hour] as const

/** How long after the first attempt the last one is made. */
const patienceMs = 72 * hour

/** The smallest part of a wait that is left when it is shortened at random. */
const leastShare = 0.75

export interface FailedAttempt {
  readonly attempt: number
  readonly firstAttemptAt: number
  readonly now: number
  /** What the receiver asked for, epoch milliseconds. */
  readonly notBefore?: number | undefined
  /** From 0 to 1. */
  readonly random: number
}

/**
 * When to try again: later each time, at a random moment, so that what failed together does not come back together.
 * The last attempt is made three days after the first. `never` when that has failed, too.
 */
function retryTime({ attempt, firstAttemptAt, now, notBefore = 0, random }: FailedAttempt): number | 'never' {
  const end = firstAttemptAt + patienceMs
  if (now >= end) return 'never'
  const longest = longestWaits[Math.min(attempt, longestWaits.length) - 1] ?? longestWaits[0]
  const wait = Math.round(longest * (leastShare + (1 - leastShare) * random))
  return Math.min(end, Math.max(now + wait, notBefore))
}
