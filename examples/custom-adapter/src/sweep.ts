import { assertStorableLimit, type SweepCounts } from '@latchkey/storage'
import { deleteCode } from './codes.js'
import type { Database } from './database.js'
import { takeEnded } from './endings.js'
import { deleteEvent } from './events.js'

const day = 24 * 60 * 60 * 1000

/** A transaction for each kind, so that nobody waits long. */
export function sweepDatabase(database: Database, now: number, limit: number): SweepCounts {
  assertStorableLimit(limit)
  const { transact, spent, codes, removed, rates } = database
  return {
    spent: transact(() => takeEnded(database, 'spent', now - day, limit).filter((key) => spent.removeSync(key)).length),
    events: transact(
      () => takeEnded(database, 'events', now - 30 * day, limit).filter((key) => deleteEvent(database, key)).length,
    ),
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
