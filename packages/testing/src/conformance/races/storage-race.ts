import assert from 'node:assert/strict'
import type { PasskeyStorage } from '@latchkey/storage'
import type { ConformanceCase } from '../conformance-case.js'

/**
 * Simultaneous calls, and what must come of them. Each is also a case of `storageConformance`, where all contestants
 * are in one process; who has several processes on one database tells each of them, by name and number, for whom it
 * contends:
 *
 * ```ts
 * await race.prepare(storage)
 * const outcomes = await Promise.all(contestants.map((contestant) => processOf(contestant).tell({ race: race.name, contestant })))
 * await race.judge(outcomes, storage)
 * ```
 */
export interface StorageRace {
  /** Names the verb and states who wins. */
  readonly name: string
  /** How many calls are made at once. */
  readonly contestants: number
  /** Brings a storage in which nothing was ever kept to the start. Once, before anybody contends. */
  prepare(storage: PasskeyStorage): Promise<unknown>
  /** Makes the one call of this contestant, counted from 0, and answers its outcome as a text. */
  contend(storage: PasskeyStorage, contestant: number): Promise<string>
  /**
   * Resolves when the outcomes, one of each contestant in their order, and what is kept are as promised; rejects with
   * the `AssertionError` of `node:assert` when they are not.
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

/** Each outcome came as often as this, and no other came. */
export function assertOutcomes(outcomes: readonly string[], promised: Readonly<Record<string, number>>): void {
  const counts: Record<string, number> = {}
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1
  assert.deepEqual(counts, promised)
}
