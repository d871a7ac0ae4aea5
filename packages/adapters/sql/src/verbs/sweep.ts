import { assertStorableLimit, type SweepCounts, type SweepOptions } from '@latchkey/storage'
import type { Database } from '../database/database.js'
import type { Statement } from '../database/statement.js'
import { farAhead, type SpentStatements } from '../statements/spent.js'
import { sweepStatements } from '../statements/sweep.js'
import { type DriverNumber, toNumber } from '../values/driver-values.js'

const day = 24 * 60 * 60 * 1000

export interface Sweeping {
  readonly database: Database
  readonly spent: SpentStatements
  readonly statements: ReturnType<typeof sweepStatements>
}

interface Swept extends SweepOptions {
  readonly now: number
  readonly limit: number
}

export function sweeping(database: Database, spent: SpentStatements): Sweeping {
  return { database, spent, statements: sweepStatements(database) }
}

/** One short statement for each kind and each reason, so that nothing waits long. */
export async function sweepDatabase(sweep: Sweeping, { now, limit, unsettledBefore }: Swept): Promise<SweepCounts> {
  assertStorableLimit(limit)
  const { statements } = sweep
  const deleteOldest = async (deletion: Statement, before: number, most = limit) =>
    most === 0 ? 0 : (await sweep.database.once(deletion({ before, limit: most }))).changes
  const month = now - 30 * day
  const used = await deleteOldest(statements.usedCodes, month)
  return {
    spent: limit === 0 ? 0 : await deleteSpent(sweep, now - day, limit),
    events: await deleteOldest(statements.events, month),
    unsettled: unsettledBefore === undefined ? 0 : await deleteOldest(statements.unsettled, unsettledBefore),
    codes: used + (await deleteOldest(statements.expiredCodes, month, limit - used)),
    removed: await deleteOldest(statements.removed, now - 365 * day),
    deliveries: await deleteOldest(statements.deliveries, month),
    rates: await deleteOldest(statements.rates, now + 1),
  }
}

/** Once it is remembered until when ids are forgotten: what they were may not be done again. */
async function deleteSpent(sweep: Sweeping, before: number, limit: number): Promise<number> {
  const until = await raiseForgotten(sweep, before)
  if (until === undefined) return 0
  return (await sweep.database.once(sweep.statements.spent({ before: until + 1, limit }))).changes
}

interface Expiry {
  readonly expires_at: DriverNumber
}

/**
 * Remembers, before anything is deleted, until when ids are forgotten, and returns that: less where another sweep has
 * written less at the same moment. Undefined where nothing is due.
 */
async function raiseForgotten({ database, spent }: Sweeping, before: number): Promise<number | undefined> {
  const [row] = await database.read<Expiry>(spent.selectNewest({ before }))
  if (row === undefined) return undefined
  const newest = toNumber(row.expires_at)
  const values = { expires_at: newest + farAhead }
  await database.together([spent.deleteForgotten(values), { ...spent.insertForgotten(values), skipsDuplicateOf: '' }])
  const [forgotten] = await database.read<Expiry>(spent.selectForgotten({}))
  return forgotten && Math.min(newest, toNumber(forgotten.expires_at) - farAhead)
}
