import { type RateStore, refuseUnfit } from '@latchkey/storage'
import type { MemoryState } from './state.js'

export function memoryRates({ rates }: MemoryState): RateStore {
  const openWindow = (key: string, now: number) => {
    const window = rates.get(key)
    return window !== undefined && window.resetsAt > now ? window : undefined
  }
  return {
    hit: async (key, windowSeconds, now) => {
      refuseUnfit({ key })
      const { count, resetsAt } = openWindow(key, now) ?? { count: 0, resetsAt: now + windowSeconds * 1000 }
      rates.set(key, { count: count + 1, resetsAt })
      return { count: count + 1, resetsAt }
    },
    read: async (key, now) => {
      refuseUnfit({ key })
      return { ...(openWindow(key, now) ?? { count: 0, resetsAt: now }) }
    },
    reset: async (key) => {
      refuseUnfit({ key })
      rates.delete(key)
    },
  }
}
