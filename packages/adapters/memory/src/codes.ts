import { assertStorable, type CodeRecord, type CodeStore, isSameHash } from '@latchkey/storage'
import { findAccount } from './accounts.js'
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
    list: async (rpId, userId, purpose) => {
      assertStorable({ rpId, userId, purpose })
      return setOf(state, { rpId, userId, purpose }).sort(inOrder).map(copyCode)
    },
    tryRedeem: async (id, hash, now) => {
      assertStorable({ id })
      const code = state.codes.get(id)
      if (!isRedeemable(code, now) || code.triesLeft < 1 || code.redemptionsLeft < 1) return 'refused'
      const isRight = isSameHash(code.hash, hash)
      const { triesLeft, redemptionsLeft } = code
      const tried = isRight ? { ...code, redemptionsLeft: redemptionsLeft - 1 } : { ...code, triesLeft: triesLeft - 1 }
      state.codes.set(id, tried)
      return isRight ? { code: copyCode(tried) } : 'refused'
    },
    replaceSet: async (rpId, userId, purpose, codes, events, condition) => {
      assertStorable({ rpId, userId, purpose })
      const addedCount = findAccount(state, { rpId, userId })?.addedCount ?? 0
      const replaced = new Set(setOf(state, { rpId, userId, purpose }).map(({ id }) => id))
      const taken = takeCodes(state, codes, replaced)
      const keepEvents = takeEvents(state, events)
      if (condition && condition.addedCount !== addedCount) return 'changed'
      keepEvents()
      for (const id of replaced) state.codes.delete(id)
      for (const [id, code] of taken) state.codes.set(id, code)
      return 'replaced'
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

type CodeSet = Pick<CodeRecord, 'rpId' | 'userId' | 'purpose'>

function setOf({ codes }: MemoryState, { rpId, userId, purpose }: CodeSet): CodeRecord[] {
  return [...codes.values()].filter((code) => code.rpId === rpId && code.userId === userId && code.purpose === purpose)
}

function inOrder(one: CodeRecord, other: CodeRecord): number {
  return one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1)
}

/** Copies of the codes; an id may be taken by one that makes way. */
function takeCodes(
  state: MemoryState,
  codes: readonly CodeRecord[],
  replaced: ReadonlySet<string> = new Set(),
): ReadonlyMap<string, CodeRecord> {
  const taken = new Map<string, CodeRecord>()
  for (const code of codes) {
    assertStorable(code)
    const isStored = state.codes.has(code.id) && !replaced.has(code.id)
    if (isStored || taken.has(code.id)) throw new RangeError('A code with this id is already stored.')
    taken.set(code.id, copyCode(code))
  }
  return taken
}

/** Existing, unused, and not expired. */
export function isRedeemable(code: CodeRecord | undefined, now: number): code is CodeRecord {
  return code !== undefined && code.usedAt === undefined && (code.expiresAt === undefined || code.expiresAt > now)
}
