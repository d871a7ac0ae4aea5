import { assertStorable, assertStorableLimit, type InspectionStore, type StoredRelyingParty } from '@latchkey/storage'
import { bytesOf } from './copy.js'
import type { MemoryState } from './state.js'
import { countSweepable } from './sweep.js'

export function memoryInspection(state: MemoryState): InspectionStore {
  return {
    relyingParties: async () => {
      const found = new Map<string, StoredRelyingParty>()
      for (const { rpId, passkeyCount } of state.accounts.values()) {
        const { passkeys, users } = found.get(rpId) ?? { passkeys: 0, users: 0 }
        if (passkeyCount > 0) found.set(rpId, { rpId, passkeys: passkeys + passkeyCount, users: users + 1 })
      }
      return [...found.values()].sort((one, other) => (bytesOf(one.rpId) < bytesOf(other.rpId) ? -1 : 1))
    },
    sweepable: async (now, limit) => countSweepable(state, { now, limit }),
    unsettled: async (rpId, limit) => {
      assertStorable({ rpId })
      assertStorableLimit(limit)
      const waiting = [...state.events.values()].filter(
        ({ event, settledAt }) => event.rpId === rpId && settledAt === undefined,
      )
      const [oldest] = waiting.map(({ event }) => event).sort((one, other) => (one.id < other.id ? -1 : 1))
      return { count: Math.min(limit, waiting.length), ...(oldest && { oldestAt: oldest.at }) }
    },
    server: async () => ({ now: Date.now(), issues: [] }),
  }
}
