import assert from 'node:assert/strict'
import type { PasskeyStorage } from '@latchkey/storage'
import type { ConformanceCase } from '../conformance-case.js'

/**
 * Simultaneous calls, and their required outcome. Each is also a case of `storageConformance`, where all contestants
 * are in one process. With several processes on one database, send each of them the name of the race and its
 * contestants:
 *
 * ```ts
 * await race.prepare(storage)
 * const outcomes = await Promise.all(contestants.map((contestant) => processOf(contestant).tell({ race: race.name, contestant })))
 * await race.judge(outcomes, storage)
 * ```
 */
export interface StorageRace {
  /** Names the verb and states which call wins. */
  readonly name: string
  /** The number of simultaneous calls. */
  readonly contestants: number
  /** Brings an empty storage to the start. Called once, before any contestant. */
  prepare(storage: PasskeyStorage): Promise<unknown>
  /** Makes the one call of this contestant, counted from 0, and returns its outcome as text. */
  contend(storage: PasskeyStorage, contestant: number): Promise<string>
  /**
   * Resolves if the outcomes, one for each contestant in their order, and what is stored are as promised; otherwise
   * rejects with the `AssertionError` of `node:assert`.
   */
  judge(outcomes: readonly string[], storage: PasskeyStorage): Promise<void>
}

/** The race as a case: every contestant starts before the first is awaited. */
export function raced({ name, contestants, prepare, contend, judge }: StorageRace): ConformanceCase {
  return {
    name,
    run: async (makeStorage) => {
      const storage = await makeStorage()
      await prepare(storage)
      const calls = Array.from({ length: contestants }, (_, contestant) => contend(storage, contestant))
      await judge(await Promise.all(calls), storage)
    },
  }
}

/** Each outcome occurred exactly this often, and no other occurred. */
export function assertOutcomes(outcomes: readonly string[], promised: Readonly<Record<string, number>>): void {
  const counts: Record<string, number> = {}
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1
  assert.deepEqual(counts, promised)
}
