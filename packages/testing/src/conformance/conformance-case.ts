import type { PasskeyStorage } from '@latchkey/storage'

/** Creates an empty storage with its schema in place. Called once per case. */
export type MakeStorage = () => Promise<PasskeyStorage> | PasskeyStorage

/** One sentence of the storage contract, for any test runner. */
export interface ConformanceCase {
  /** Names the verb and states the rule. */
  readonly name: string
  /** Resolves when the rule holds; rejects with the `AssertionError` of `node:assert` when it does not. */
  run(makeStorage: MakeStorage): Promise<void>
}

export function rule(name: string, holds: (storage: PasskeyStorage) => Promise<void>): ConformanceCase {
  return { name, run: async (makeStorage) => holds(await makeStorage()) }
}
