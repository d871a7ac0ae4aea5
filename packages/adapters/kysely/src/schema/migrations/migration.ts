import type { Compilable, CreateIndexBuilder, CreateTableBuilder, Kysely, RawBuilder } from 'kysely'
import type { ColumnTypes } from '../../dialects/dialect.js'
import type { LatchkeyTables } from '../tables.js'

/** One numbered step of the schema. It adds and never removes: the version before it still works. */
export interface Migration {
  readonly number: number
  /** The statements, in order, without parameters: they are run, or printed for your app's own tool. */
  statements(writer: SchemaWriter): readonly Statement[]
}

export interface SchemaWriter {
  readonly schema: Kysely<LatchkeyTables>['schema']
  /** A table that may exist already. */
  table<Table extends keyof LatchkeyTables & string>(name: Table): CreateTableBuilder<Table>
  readonly columns: ColumnTypes
  /** A column that may exist already, and that is null in earlier rows. */
  addColumn(table: keyof LatchkeyTables & string, column: string, type: RawBuilder<unknown>): Statement
  /** An index that may exist already. */
  index(name: string): CreateIndexBuilder
  /** Whether every index ends with the primary key implicitly. */
  readonly indexesEndWithKey: boolean
}

export interface Statement extends Compilable {
  execute(): Promise<unknown>
}
