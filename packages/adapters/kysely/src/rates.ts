import { type RateCount, type RateStore, refuseUnfit } from '@latchkey/storage'
import { sql } from 'kysely'
import type { Database } from './database.js'
import { toNumber } from './kept-values.js'

export function sqlRates({ query }: Database): RateStore {
  return {
    hit: async (key, windowSeconds, now) => {
      refuseUnfit({ key })
      const row = await query
        .insertInto('latchkey_rates')
        .values({ key, count: 1, resets_at: now + windowSeconds * 1000 })
        .onConflict((conflict) =>
          conflict.column('key').doUpdateSet({
            count: unlessOver(now, sql`latchkey_rates.count + 1`, sql`1`),
            resets_at: unlessOver(now, sql`latchkey_rates.resets_at`, sql`excluded.resets_at`),
          }),
        )
        .returning(['count', 'resets_at'])
        .executeTakeFirstOrThrow()
      return { count: toNumber(row.count), resetsAt: toNumber(row.resets_at) }
    },
    read: async (key, now): Promise<RateCount> => {
      refuseUnfit({ key })
      const row = await query
        .selectFrom('latchkey_rates')
        .select(['count', 'resets_at'])
        .where('key', '=', key)
        .where('resets_at', '>', now)
        .executeTakeFirst()
      return row ? { count: toNumber(row.count), resetsAt: toNumber(row.resets_at) } : { count: 0, resetsAt: now }
    },
    reset: async (key) => {
      refuseUnfit({ key })
      await query.deleteFrom('latchkey_rates').where('key', '=', key).execute()
    },
  }
}

/** The one value while the window of the row is open, the other when it has closed. */
function unlessOver(now: number, open: ReturnType<typeof sql>, over: ReturnType<typeof sql>) {
  return sql<number>`case when latchkey_rates.resets_at > ${now} then ${open} else ${over} end`
}
