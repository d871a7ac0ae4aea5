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
export async function sweep(
  context: Pick<Context, 'settings' | 'store' | 'refusalCounts' | 'outcomeCounts'>,
): Promise<SweepCounts> {
  await context.refusalCounts.flush()
  await context.outcomeCounts.flush()
  const total = await sweepAll(context)
  if (total.unsettled > 0) context.settings.logger.warn(unsettledLine(total.unsettled))
  return total
}

function unsettledLine(count: number): string {
  return `latchkey: sweep() deleted ${count} events that were never acknowledged; see unsettledEventSeconds.`
}

async function sweepAll({ settings, store }: Pick<Context, 'settings' | 'store'>): Promise<SweepCounts> {
  const { unsettledEventSeconds: age } = settings
  const call = () => {
    const now = settings.now()
    return store.sweep(now, batch, age === 'never' ? {} : { unsettledBefore: now - age * 1000 })
  }
  let total = await call()
  let last = total
  for (let round = 1; round < mostBatches && Object.values(last).some((count) => count >= batch); round++) {
    last = await call()
    total = addCounts(total, last)
  }
  return total
}

/** The sum of both, by kind. */
export function addCounts(total: SweepCounts, last: SweepCounts): SweepCounts {
  const before = new Map(Object.entries(total))
  const added = Object.entries(last).map(([kind, count]) => [kind, count + (before.get(kind) ?? 0)] as const)
  return { ...total, ...Object.fromEntries(added) }
}
