import type { Random } from '../../test-support/random.js'
import type { Tallies } from '../report/tallies.js'
import type { PostgresServer } from '../servers/postgres-server.js'

/** The target and the extent of a scenario. */
export interface Setting {
  readonly server: PostgresServer
  readonly random: Random
  readonly rounds: number
}

/** The result of a scenario. Every line of `wrong` is a broken promise. */
export interface Finding {
  /** What was done, with the figures. */
  readonly done: string
  readonly wrong: readonly string[]
  /** Of the calls, where processes made them. */
  readonly tallies?: Tallies
}

export interface Scenario {
  readonly name: string
  /** How many rounds are enough for a build, and for the report. */
  readonly rounds: { readonly short: number; readonly full: number }
  /** Rejects with a `NoServer` where the server cannot be made to fail like that. */
  run(setting: Setting): Promise<Finding>
}
