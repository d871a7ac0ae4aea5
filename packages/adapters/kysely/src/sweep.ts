import type { SweepCounts } from '@latchkey/storage'
import type { DeleteResult } from 'kysely'
import type { Database } from './database.js'

const day = 24 * 60 * 60 * 1000

/**
 * One short statement of its own for each kind, so that nothing waits long. The keys are picked in a derived table:
 * MySQL takes no limit in a subquery of `in`.
 */
export async function sweepDatabase(database: Database, now: number, limit: number): Promise<SweepCounts> {
  return {
    spent: await sweepSpent(database, now - day, limit),
    events: await sweepEvents(database, now - 30 * day, limit),
    codes: await sweepCodes(database, now - 30 * day, limit),
    rates: await sweepRates(database, now, limit),
  }
}

async function sweepSpent({ query }: Database, before: number, limit: number): Promise<number> {
  const old = query.selectFrom('latchkey_spent').select('id').where('expires_at', '<', before).limit(limit)
  const deletion = query.deleteFrom('latchkey_spent').where('id', 'in', query.selectFrom(old.as('old')).select('id'))
  return count(await deletion.executeTakeFirstOrThrow())
}

async function sweepEvents({ query }: Database, before: number, limit: number): Promise<number> {
  const old = query.selectFrom('latchkey_events').select('id').where('settled_at', '<', before).limit(limit)
  const deletion = query.deleteFrom('latchkey_events').where('id', 'in', query.selectFrom(old.as('old')).select('id'))
  return count(await deletion.executeTakeFirstOrThrow())
}

async function sweepCodes({ query }: Database, before: number, limit: number): Promise<number> {
  const old = query
    .selectFrom('latchkey_codes')
    .select('id')
    .where((where) => where.or([where('used_at', '<', before), where('expires_at', '<', before)]))
    .limit(limit)
  const deletion = query.deleteFrom('latchkey_codes').where('id', 'in', query.selectFrom(old.as('old')).select('id'))
  return count(await deletion.executeTakeFirstOrThrow())
}

async function sweepRates({ query }: Database, now: number, limit: number): Promise<number> {
  const old = query.selectFrom('latchkey_rates').select('key').where('resets_at', '<=', now).limit(limit)
  const deletion = query.deleteFrom('latchkey_rates').where('key', 'in', query.selectFrom(old.as('old')).select('key'))
  return count(await deletion.executeTakeFirstOrThrow())
}

function count({ numDeletedRows }: DeleteResult): number {
  return Number(numDeletedRows)
}
