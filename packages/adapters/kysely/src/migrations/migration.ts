import type { Compilable, CreateIndexBuilder, CreateTableBuilder, Kysely, RawBuilder } from 'kysely'
import type { ColumnTypes } from '../dialects/dialect.js'
import type { LatchkeyTables } from '../tables.js'

/** One numbered step of the schema. It adds and never takes away: the version before it goes on working. */
export interface Migration {
  readonly number: number
  /** The statements, in order, without parameters: they are run, or printed for the host's own tool. */
  statements(writer: SchemaWriter): readonly Statement[]
}

export interface SchemaWriter {
  readonly schema: Kysely<LatchkeyTables>['schema']
  /** A table that may be there already. */
  table<Table extends keyof LatchkeyTables & string>(name: Table): CreateTableBuilder<Table>
  readonly columns: ColumnTypes
  /** A column that may be there already, and that rows of before have no value in. */
  addColumn(table: keyof LatchkeyTables & string, column: string, type: RawBuilder<unknown>): Statement
  /** An index that may be there already. */
  index(name: string): CreateIndexBuilder
  /** Whether every index ends with the primary key by itself. */
  readonly indexesEndWithKey: boolean
}

export interface Statement extends Compilable {
  execute(): Promise<unknown>
}
