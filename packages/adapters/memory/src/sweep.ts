import { assertStorableLimit, type CodeRecord, type SweepCounts, type SweepOptions } from '@latchkey/storage'
import { onceKeys } from './events.js'
import type { KeptEvent, MemoryState } from './state.js'

const day = 24 * 60 * 60 * 1000

interface Sweeping extends SweepOptions {
  readonly now: number
  readonly limit: number
}

export function sweepState(state: MemoryState, { now, limit, unsettledBefore = -Infinity }: Sweeping): SweepCounts {
  assertStorableLimit(limit)
  return {
    spent: forget(state.spent, limit, (expiresAt) => {
      if (!isOver.spent(expiresAt, now)) return false
      state.forgottenUntil = Math.max(state.forgottenUntil, expiresAt)
      return true
    }),
    events: forgetEvents(state, limit, (kept) => isOver.events(kept, now)),
    unsettled: forgetEvents(state, limit, (kept) => kept.settledAt === undefined && kept.event.at < unsettledBefore),
    codes: forget(state.codes, limit, (code) => isOver.codes(code, now)),
    removed: forget(state.removed, limit, (removed) => isOver.removed(removed, now)),
    deliveries: forget(state.deliveries, limit, (delivery) => isOver.deliveries(delivery, now)),
    rates: forget(state.rates, limit, (rate) => isOver.rates(rate, now)),
  }
}

/** Whether a sweep may delete a row, by kind. */
const isOver = {
  spent: (expiresAt: number, now: number) => expiresAt < now - day,
  events: ({ settledAt = Infinity }: KeptEvent, now: number) => settledAt < now - 30 * day,
  codes: (code: CodeRecord, now: number) => isDead(code, now - 30 * day),
  removed: ({ removedAt }: { readonly removedAt: number }, now: number) => removedAt < now - 365 * day,
  deliveries: ({ createdAt }: { readonly createdAt: number }, now: number) => createdAt < now - 30 * day,
  rates: ({ resetsAt }: { readonly resetsAt: number }, now: number) => resetsAt <= now,
}

/** How many rows a sweep would delete, of each kind at most `limit`. */
export function countSweepable(state: MemoryState, { now, limit }: Sweeping): number {
  assertStorableLimit(limit)
  const count = <Kept>(kept: Map<string, Kept>, isDue: (kept: Kept, now: number) => boolean) =>
    Math.min(limit, [...kept.values()].filter((value) => isDue(value, now)).length)
  return (
    count(state.spent, isOver.spent) +
    count(state.events, isOver.events) +
    count(state.codes, isOver.codes) +
    count(state.removed, isOver.removed) +
    count(state.deliveries, isOver.deliveries) +
    count(state.rates, isOver.rates)
  )
}

function forgetEvents(state: MemoryState, limit: number, isDue: (kept: KeptEvent) => boolean): number {
  return forget(state.events, limit, (kept) => {
    if (!isDue(kept)) return false
    for (const key of onceKeys(kept.event)) state.once.delete(key)
    return true
  })
}

function isDead({ usedAt = Infinity, expiresAt = Infinity }: CodeRecord, before: number): boolean {
  return usedAt < before || expiresAt < before
}

function forget<Kept>(kept: Map<string, Kept>, limit: number, isDue: (kept: Kept) => boolean): number {
  let forgotten = 0
  for (const [key, value] of kept) {
    if (forgotten === limit) break
    if (isDue(value)) forgotten += Number(kept.delete(key))
  }
  return forgotten
}
