import { type DatabaseKind, NotHere, type RunningDatabase } from '../../../../bench/storage/databases/database-kind.js'

export interface Here {
  readonly name: string
  readonly kind: DatabaseKind
  readonly running: RunningDatabase
}

/** The database, started, as a list for `describe.each`; where there is none it says so, and in CI fails. */
export async function startHere(kind: DatabaseKind): Promise<readonly Here[]> {
  try {
    return [{ name: kind.name, kind, running: await kind.start() }]
  } catch (error) {
    if (!(error instanceof NotHere) || process.env.CI) throw error
    console.error(error.message)
    return []
  }
}
