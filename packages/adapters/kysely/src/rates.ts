import { type RateCount, type RateStore, refuseUnfit } from '@latchkey/storage'
import type { Database } from './database.js'
import { toNumber } from './kept-values.js'

export function sqlRates(database: Database): RateStore {
  return {
    hit: async (key, windowSeconds, now) => {
      refuseUnfit({ key })
      const row = await database.once((query) => database.dialect.hit(query, { key, windowSeconds, now }))
      return { count: toNumber(row.count), resetsAt: toNumber(row.resets_at) }
    },
    read: async (key, now): Promise<RateCount> => {
      refuseUnfit({ key })
      const row = await database.query
        .selectFrom('latchkey_rates')
        .select(['count', 'resets_at'])
        .where('key', '=', key)
        .where('resets_at', '>', now)
        .executeTakeFirst()
      return row ? { count: toNumber(row.count), resetsAt: toNumber(row.resets_at) } : { count: 0, resetsAt: now }
    },
    reset: async (key) => {
      refuseUnfit({ key })
      await database.query.deleteFrom('latchkey_rates').where('key', '=', key).execute()
    },
  }
}
