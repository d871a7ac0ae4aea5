import { assertStorableLimit, type SweepCounts, type SweepOptions } from '@latchkey/storage'
import type { Database } from './database/database.js'
import type { OldestRows } from './dialects/dialect.js'
import { raiseForgotten } from './spent/forgotten.js'

const day = 24 * 60 * 60 * 1000

interface Sweeping extends SweepOptions {
  readonly now: number
  readonly limit: number
}

/** One short statement for each kind and each reason, so that nothing waits long. */
export async function sweepDatabase(
  database: Database,
  { now, limit, unsettledBefore }: Sweeping,
): Promise<SweepCounts> {
  assertStorableLimit(limit)
  const month = now - 30 * day
  const codes = { table: 'latchkey_codes', key: 'id', before: month } as const
  const used = await deleteOldest(database, { ...codes, column: 'used_at', limit })
  return {
    spent: await deleteSpent(database, now - day, limit),
    events: await deleteOldest(database, {
      table: 'latchkey_events',
      key: 'id',
      column: 'settled_at',
      before: month,
      limit,
    }),
    unsettled: unsettledBefore === undefined ? 0 : await deleteUnsettled(database, unsettledBefore, limit),
    codes: used + (await deleteOldest(database, { ...codes, column: 'expires_at', limit: limit - used })),
    removed: await deleteOldest(database, {
      table: 'latchkey_removed',
      key: 'id_hash',
      column: 'removed_at',
      before: now - 365 * day,
      limit,
    }),
    deliveries: await deleteOldest(database, {
      table: 'latchkey_deliveries',
      key: 'id',
      column: 'created_at',
      before: month,
      limit,
    }),
    rates: await deleteOldest(database, {
      table: 'latchkey_rates',
      key: 'key',
      column: 'resets_at',
      before: now + 1,
      limit,
    }),
  }
}

/** Once it is remembered until when ids are forgotten: what they were may not be done again. */
async function deleteSpent(database: Database, before: number, limit: number): Promise<number> {
  if (limit === 0) return 0
  const until = await raiseForgotten(database, before)
  if (until === undefined) return 0
  return deleteOldest(database, {
    table: 'latchkey_spent',
    key: 'id',
    column: 'expires_at',
    before: until + 1,
    limit,
  })
}

function deleteUnsettled(database: Database, before: number, limit: number): Promise<number> {
  const events = { table: 'latchkey_events', key: 'id', column: 'at' } as const
  return deleteOldest(database, { ...events, before, limit, absent: 'settled_at' })
}

async function deleteOldest({ once, dialect }: Database, oldest: OldestRows): Promise<number> {
  if (oldest.limit === 0) return 0
  const { numAffectedRows } = await once((query) => dialect.deleteOldest(oldest).execute(query))
  return Number(numAffectedRows)
}
