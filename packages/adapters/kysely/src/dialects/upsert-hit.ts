import { sql } from 'kysely'
import type { Query, RateHit } from './dialect.js'

/** One statement, for databases that know `on conflict` and `returning`. */
export function upsertHit(query: Query, { key, windowSeconds, now }: RateHit) {
  return query
    .insertInto('latchkey_rates')
    .values({ key, count: 1, resets_at: now + windowSeconds * 1000 })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({
        count: unlessOver(now, sql`latchkey_rates.count + 1`, sql`1`),
        resets_at: unlessOver(now, sql`latchkey_rates.resets_at`, sql`excluded.resets_at`),
      }),
    )
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** The one value while the window of the row is open, the other when it has closed. */
function unlessOver(now: number, open: ReturnType<typeof sql>, over: ReturnType<typeof sql>) {
  return sql<number>`case when latchkey_rates.resets_at > ${now} then ${open} else ${over} end`
}
