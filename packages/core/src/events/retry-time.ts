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
export function retryTime({ attempt, firstAttemptAt, now, notBefore = 0, random }: FailedAttempt): number | 'never' {
  const end = firstAttemptAt + patienceMs
  if (now >= end) return 'never'
  const longest = longestWaits[Math.min(attempt, longestWaits.length) - 1] ?? longestWaits[0]
  const wait = Math.round(longest * (leastShare + (1 - leastShare) * random))
  return Math.min(end, Math.max(now + wait, notBefore))
}
