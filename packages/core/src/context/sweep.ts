import type { SweepCounts } from '@latchkey/storage'
import type { Context } from './context.js'

/** The number of rows of each kind per call: small enough not to block other work. */
const batch = 1000

/** A limit on the loop, in case a store never reports that it is done. */
const mostBatches = 100_000

/**
 * Deletes everything that the store may delete now. Returns the number of deleted rows.
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
