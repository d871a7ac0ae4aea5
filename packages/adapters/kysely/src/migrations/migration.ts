import type { Compilable, Kysely } from 'kysely'
import type { ColumnTypes } from '../dialect.js'
import type { LatchkeyTables } from '../tables.js'

/** One numbered step of the schema. It adds and never takes away: the version before it goes on working. */
export interface Migration {
  readonly number: number
  /** The statements, in order, without parameters: they are run, or printed for the host's own tool. */
  statements(query: Kysely<LatchkeyTables>, columns: ColumnTypes): readonly Statement[]
}

export interface Statement extends Compilable {
  execute(): Promise<unknown>
}
