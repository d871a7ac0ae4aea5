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
      if (expiresAt >= now - day) return false
      state.forgottenUntil = Math.max(state.forgottenUntil, expiresAt)
      return true
    }),
    events: forgetEvents(state, limit, ({ settledAt = now }) => settledAt < now - 30 * day),
    unsettled: forgetEvents(state, limit, (kept) => kept.settledAt === undefined && kept.event.at < unsettledBefore),
    codes: forget(state.codes, limit, (code) => isDead(code, now - 30 * day)),
    removed: forget(state.removed, limit, ({ removedAt }) => removedAt < now - 365 * day),
    deliveries: forget(state.deliveries, limit, ({ createdAt }) => createdAt < now - 30 * day),
    rates: forget(state.rates, limit, ({ resetsAt }) => resetsAt <= now),
  }
}

function forgetEvents(state: MemoryState, limit: number, isOver: (kept: KeptEvent) => boolean): number {
  return forget(state.events, limit, (kept) => {
    if (!isOver(kept)) return false
    for (const key of onceKeys(kept.event)) state.once.delete(key)
    return true
  })
}

function isDead({ usedAt = Infinity, expiresAt = Infinity }: CodeRecord, before: number): boolean {
  return usedAt < before || expiresAt < before
}

function forget<Kept>(kept: Map<string, Kept>, limit: number, isOver: (kept: Kept) => boolean): number {
  let forgotten = 0
  for (const [key, value] of kept) {
    if (forgotten === limit) break
    if (isOver(value)) forgotten += Number(kept.delete(key))
  }
  return forgotten
}
