import { assertStorable, type RateCount, type RateStore } from '@latchkey/storage'
import type { Database } from './database.js'
import { dropEnding, keepEnding } from './endings.js'
import { digestKey } from './keys.js'

/** A window that ends later than its length and this from now was opened by a wrong clock. */
const clockTolerance = 60_000

export function lmdbRates(database: Database): RateStore {
  return {
    hit: async (key, windowSeconds, now) => {
      assertStorable({ key })
      return database.transact(() => hit(database, digestKey(key), windowSeconds, now))
    },
    read: async (key, now) => {
      assertStorable({ key })
      return database.read(() => openWindow(database, digestKey(key), now)) ?? { count: 0, resetsAt: now }
    },
    reset: async (key) => {
      assertStorable({ key })
      database.transact(() => closeWindow(database, digestKey(key)))
    },
  }
}

function hit(database: Database, key: Buffer, windowSeconds: number, now: number): RateCount {
  const end = now + windowSeconds * 1000
  const window = openWindow(database, key, now)
  const isOpen = window !== undefined && window.resetsAt <= end + clockTolerance
  const counted = isOpen ? { ...window, count: window.count + 1 } : { count: 1, resetsAt: end }
  closeWindow(database, key)
  database.rates.putSync(key, counted)
  keepEnding(database, 'rates', counted.resetsAt, key)
  return counted
}

function openWindow({ rates }: Database, key: Buffer, now: number): RateCount | undefined {
  const window = rates.get(key)
  return window !== undefined && window.resetsAt > now ? window : undefined
}

function closeWindow(database: Database, key: Buffer): void {
  const window = database.rates.get(key)
  if (window === undefined) return
  database.rates.removeSync(key)
  dropEnding(database, 'rates', window.resetsAt, key)
}
