import type { VerbCounts } from '../../../test-support/counts/count-verbs.js'
import type { DatabaseName } from '../../../test-support/databases/database-kind.js'
import type { Growth } from '../growth/measure-growth.js'
import type { SignInRow } from '../sign-ins/compare-processes.js'

/** What one run has measured; each list in the order of the databases. */
export interface Findings {
  readonly versions: readonly Measured<string>[]
  readonly counts: readonly Measured<CountedVerbs>[]
  readonly signIns: readonly Measured<readonly SignInRow[]>[]
  readonly growth: readonly Measured<Growth>[]
}

export interface CountedVerbs {
  readonly isRemote: boolean
  readonly counts: VerbCounts
}

export interface Measured<What> {
  readonly database: DatabaseName
  readonly found: What
}
