import { assertStorableLimit, type SweepCounts, type SweepOptions } from '@latchkey/storage'
import { deleteCode } from './codes.js'
import type { Database } from './database.js'
import { takeEnded } from './endings.js'
import { forgetSpent } from './spend.js'
import { deleteEvent } from './store-events.js'

const day = 24 * 60 * 60 * 1000

interface Sweeping extends SweepOptions {
  readonly now: number
  readonly limit: number
}

/** A transaction for each kind, so that no other writer waits long. */
export function sweepDatabase(database: Database, { now, limit, unsettledBefore = 0 }: Sweeping): SweepCounts {
  assertStorableLimit(limit)
  const { transact, codes, removed, rates } = database
  return {
    spent: transact(
      () => takeEnded(database, 'spent', now - day, limit).filter((key) => forgetSpent(database, key)).length,
    ),
    events: transact(() => deleteEvents(database, takeEnded(database, 'events', now - 30 * day, limit))),
    unsettled: transact(() => deleteEvents(database, takeEnded(database, 'unsettled', unsettledBefore, limit))),
    codes: transact(() => {
      const ended = takeEnded(database, 'codes', now - 30 * day, limit).flatMap((key) => codes.get(key) ?? [])
      for (const code of ended) deleteCode(database, code)
      return ended.length
    }),
    removed: transact(
      () => takeEnded(database, 'removed', now - 365 * day, limit).filter((key) => removed.removeSync(key)).length,
    ),
    rates: transact(() => takeEnded(database, 'rates', now + 1, limit).filter((key) => rates.removeSync(key)).length),
  }
}

function deleteEvents(database: Database, keys: readonly Buffer[]): number {
  return keys.filter((key) => deleteEvent(database, key)).length
}
