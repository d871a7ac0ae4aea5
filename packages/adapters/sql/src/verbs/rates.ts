import { assertStorable, type RateCount, type RateStore } from '@latchkey/storage'
import { hitRate, rateStatements } from '../statements/rates.js'
import { type DriverNumber, toNumber } from '../values/driver-values.js'
import { changeAndRead, prepareChange } from './change-with-events.js'
import type { EventWriting } from './store-events.js'

/** A window that ends later than its length and this from now was opened by a wrong clock. */
const clockTolerance = 60_000

interface RateRow {
  readonly count: DriverNumber
  readonly resets_at: DriverNumber
}

export function sqlRates(writing: EventWriting): RateStore {
  const { database } = writing
  const statements = rateStatements(database)
  const change = prepareChange(database, hitRate(database), { readBack: statements.find, is: 'upsert' })
  return {
    hit: async (key, windowSeconds, now) => {
      assertStorable({ key })
      const resetsAt = now + windowSeconds * 1000
      const values = { name: key, now, resets_at: resetsAt, latest_end: resetsAt + clockTolerance }
      const row = await changeAndRead<RateRow>(writing, { change, values, events: [] })
      if (row === undefined) throw new Error('The window disappeared inside its own transaction.')
      return fromRow(row)
    },
    read: async (key, now) => {
      assertStorable({ key })
      const [row] = await database.read<RateRow>(statements.findOpen({ name: key, now }))
      return row ? fromRow(row) : { count: 0, resetsAt: now }
    },
    reset: async (key) => {
      assertStorable({ key })
      await database.once(statements.reset({ name: key }))
    },
  }
}

function fromRow({ count, resets_at }: RateRow): RateCount {
  return { count: toNumber(count), resetsAt: toNumber(resets_at) }
}
