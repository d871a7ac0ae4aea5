import type { SweepCounts } from '@latchkey/storage'
import type { Context } from './context.js'

/** Rows of each kind in one call of the store: few enough to hold nothing up. */
const batch = 1000

/** A store that never comes to an end is not followed for longer than this. */
const mostBatches = 100_000

/**
 * Nothing is left that the store may forget now. Returns how many rows went.
 *
 * @throws {PasskeyError} `storage_unavailable`
 */
export async function sweep({ settings, store }: Pick<Context, 'settings' | 'store'>): Promise<SweepCounts> {
  let total = await store.sweep(settings.now(), batch)
  let last = total
  for (let round = 1; round < mostBatches && Object.values(last).some((count) => count >= batch); round++) {
    last = await store.sweep(settings.now(), batch)
    total = sum(total, last)
  }
  return total
}

function sum(total: SweepCounts, last: SweepCounts): SweepCounts {
  const before = new Map(Object.entries(total))
  const added = Object.entries(last).map(([kind, count]) => [kind, count + (before.get(kind) ?? 0)] as const)
  return { ...total, ...Object.fromEntries(added) }
}
