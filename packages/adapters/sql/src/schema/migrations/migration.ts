import type { MigrateOptions } from '@latchkey/storage'
import type { Dialect } from '../../dialects/dialect.js'
import type { TableName, TableNames } from '../table-names.js'

/** One numbered step of the schema. It adds and never removes: the version before it still works. */
export interface Migration {
  readonly number: number
  /** The statements, in order, without parameters: they are run, or printed for your app's own tool. */
  statements(writer: SchemaWriter, rows: EarlierRows): readonly string[]
}

/** Who owns the rows that do not name their owner. Each text can be written into a statement. */
export type EarlierRows = Required<MigrateOptions>

export interface SchemaWriter {
  readonly tables: TableNames
  readonly types: Dialect['types']
  readonly key: string
  /** A table that may exist already: its columns, and its constraints. */
  table(name: TableName, columns: string): string
  /** A column that may exist already, and that is null in earlier rows. */
  column(table: TableName, column: string, type: string): string
  /** An index that may exist already. */
  index(name: string, table: TableName, columns: readonly string[]): string
  uniqueIndex(name: string, table: TableName, columns: readonly string[]): string
  /** Whether every index ends with the primary key implicitly. */
  readonly indexesEndWithKey: boolean
  /** Whether the migration has not run yet. Printed statements may run twice: the second time they must move no row. */
  notYet(number: number): string
  /** After an insert: a row whose key is taken is left out. */
  readonly orNothing: string
}

export function schemaWriter({ types, key, schema, orNothing }: Dialect, tables: TableNames): SchemaWriter {
  const index = (kind: string) => (name: string, table: TableName, columns: readonly string[]) => {
    const names = tables.indexed(name, table)
    return oneLine(`create ${kind} ${schema.indexIfNotExists} ${names.index} on ${names.on} (${columns.join(', ')})`)
  }
  return {
    tables,
    types,
    key,
    table: (name, columns) => oneLine(`create table if not exists ${tables[name]} (${columns}) ${schema.tableOptions}`),
    column: (table, column, type) => oneLine(`alter table ${tables[table]} add column ${column} ${type}`),
    index: index('index'),
    uniqueIndex: index('unique index'),
    indexesEndWithKey: schema.indexesEndWithKey,
    notYet: () => '1 = 1',
    orNothing,
  }
}

function oneLine(statement: string): string {
  return statement.trim().replace(/\s+/g, ' ')
}
