import { assertStorable, type RateStore } from '@latchkey/storage'
import type { MemoryState } from './state.js'

/** A window that ends later than its length and this from now was opened by a wrong clock. */
const clockTolerance = 60_000

export function memoryRates({ rates }: MemoryState): RateStore {
  const openWindow = (key: string, now: number) => {
    const window = rates.get(key)
    return window !== undefined && window.resetsAt > now ? window : undefined
  }
  return {
    hit: async (key, windowSeconds, now) => {
      assertStorable({ key })
      const end = now + windowSeconds * 1000
      const open = openWindow(key, now)
      const { count, resetsAt } = open && open.resetsAt <= end + clockTolerance ? open : { count: 0, resetsAt: end }
      rates.set(key, { count: count + 1, resetsAt })
      return { count: count + 1, resetsAt }
    },
    read: async (key, now) => {
      assertStorable({ key })
      return { ...(openWindow(key, now) ?? { count: 0, resetsAt: now }) }
    },
    reset: async (key) => {
      assertStorable({ key })
      rates.delete(key)
    },
  }
}
