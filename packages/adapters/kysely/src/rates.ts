import { assertStorable, type RateCount, type RateStore } from '@latchkey/storage'
import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { Database } from './database/database.js'
import type { Query } from './dialects/dialect.js'
import { type Change, changeAndRead } from './events/change-with-events.js'
import type { RateTable } from './schema/tables.js'
import { toNumber } from './values/kept-values.js'

/** A window that ends later than its length and this from now was opened by a wrong clock. */
const clockTolerance = 60_000

export function sqlRates(database: Database): RateStore {
  return {
    hit: async (key, windowSeconds, now) => {
      assertStorable({ key })
      const row = await changeAndRead(database, {
        change: (query) => countHit(database, query, { key, count: 1, resets_at: now + windowSeconds * 1000, now }),
        read: (query) => query.selectFrom('latchkey_rates').selectAll().where('key', '=', key).executeTakeFirst(),
        events: [],
      })
      if (row === undefined) throw new Error('The window has vanished inside its own transaction.')
      return fromRow(row)
    },
    read: async (key, now): Promise<RateCount> => {
      assertStorable({ key })
      const row = await database.read((query) =>
        query
          .selectFrom('latchkey_rates')
          .selectAll()
          .where('key', '=', key)
          .where('resets_at', '>', now)
          .executeTakeFirst(),
      )
      return row ? fromRow(row) : { count: 0, resetsAt: now }
    },
    reset: async (key) => {
      assertStorable({ key })
      await database.once((query) => query.deleteFrom('latchkey_rates').where('key', '=', key).execute())
    },
  }
}

interface Hit {
  readonly key: string
  readonly count: number
  readonly resets_at: number
  readonly now: number
}

/** Counts in the open window, or opens one. */
function countHit({ dialect }: Database, query: Query, { now, ...opened }: Hit): Change {
  const latestEnd = opened.resets_at + clockTolerance
  const isOpen = sql`latchkey_rates.resets_at > ${now} and latchkey_rates.resets_at <= ${latestEnd}`
  const whileOpen = (kept: RawBuilder<unknown>, given: number) =>
    sql`case when ${isOpen} then ${kept} else ${given} end`
  return dialect.orUpdate(query.insertInto('latchkey_rates').values(opened), {
    key: ['key'],
    changes: {
      count: whileOpen(sql`latchkey_rates.count + 1`, opened.count),
      resets_at: whileOpen(sql`latchkey_rates.resets_at`, opened.resets_at),
    },
  })
}

function fromRow({ count, resets_at }: Selectable<RateTable>): RateCount {
  return { count: toNumber(count), resetsAt: toNumber(resets_at) }
}
