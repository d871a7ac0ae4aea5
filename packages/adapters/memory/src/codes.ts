import { assertStorable, type CodeRecord, type CodeStore, isSameHash } from '@latchkey/storage'
import { copyCode } from './copy.js'
import { takeEvents } from './events.js'
import type { MemoryState } from './state.js'

export function memoryCodes(state: MemoryState): CodeStore {
  return {
    create: async (codes, events) => {
      const taken = takeCodes(state, codes)
      takeEvents(state, events)()
      for (const [id, code] of taken) state.codes.set(id, code)
    },
    tryRedeem: async (id, hash, now) => {
      assertStorable({ id })
      const code = state.codes.get(id)
      if (!isRedeemable(code, now) || code.triesLeft < 1) return 'refused'
      const tried = { ...code, triesLeft: code.triesLeft - 1 }
      state.codes.set(id, tried)
      return isSameHash(code.hash, hash) ? { code: copyCode(tried) } : 'refused'
    },
    revoke: async (id, events) => {
      assertStorable({ id })
      const keepEvents = takeEvents(state, events)
      if (!state.codes.has(id)) return 'gone'
      keepEvents()
      state.codes.delete(id)
      return 'done'
    },
  }
}

function takeCodes(state: MemoryState, codes: readonly CodeRecord[]): ReadonlyMap<string, CodeRecord> {
  const taken = new Map<string, CodeRecord>()
  for (const code of codes) {
    assertStorable(code)
    if (state.codes.has(code.id) || taken.has(code.id)) throw new RangeError('A code of this id is kept already.')
    taken.set(code.id, copyCode(code))
  }
  return taken
}

/** There, unused, and not expired. */
export function isRedeemable(code: CodeRecord | undefined, now: number): code is CodeRecord {
  return code !== undefined && code.usedAt === undefined && (code.expiresAt === undefined || code.expiresAt > now)
}
