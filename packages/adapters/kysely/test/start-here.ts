import { startOrSay } from '../../../../scripts/databases/start-or-say.js'
import type { DatabaseKind, RunningDatabase } from '../../../../test-support/databases/database-kind.js'

export interface Here {
  readonly name: string
  readonly kind: DatabaseKind
  readonly running: RunningDatabase
}

/** The database, started, as a list for `describe.each`; empty where there is none. */
export async function startHere(kind: DatabaseKind): Promise<readonly Here[]> {
  const running = await startOrSay(() => kind.start())
  return running ? [{ name: kind.name, kind, running }] : []
}
