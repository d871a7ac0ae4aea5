import type { DatabaseKind, RunningDatabase } from '../../../../bench/storage/databases/database-kind.js'
import { startOrSay } from '../../../../scripts/databases/start-or-say.js'

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
