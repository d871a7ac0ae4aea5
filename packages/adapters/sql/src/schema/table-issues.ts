import type { Database } from '../database/database.js'
import { earlierRows } from './earlier-rows.js'
import { schemaWriter } from './migrations/migration.js'
import { migrations } from './migrations/migrations.js'
import type { TableName } from './table-names.js'

/** What is wrong with the tables: each is read with the columns that the migrations create. No row is read. */
export async function tableIssues(database: Database): Promise<readonly string[]> {
  const issues: string[] = []
  for (const [table, columns] of columnsOf(database)) {
    const name = database.tables[table]
    try {
      await database.read({ text: `select ${columns.join(', ')} from ${name} where 1 = 0`, values: [] })
    } catch (error) {
      if (!database.dialect.isMissing(error)) throw error
      issues.push(
        `The table ${name} is not the one that the migrations create (${messageOf(error)}): another program has created, ` +
          "changed or dropped it. Restore it from a backup, or give Latchkey tables of its own: { prefix: 'passkeys_' }.",
      )
    }
  }
  return issues
}

/** The columns of each table, as the migrations name them. */
function columnsOf({ dialect, tables }: Database): ReadonlyMap<TableName, readonly string[]> {
  const found = new Map<TableName, string[]>()
  const add = (table: TableName, columns: readonly string[]) => {
    found.set(table, [...(found.get(table) ?? []), ...columns])
    return ''
  }
  const writer = {
    ...schemaWriter(dialect, tables),
    table: (table: TableName, columns: string) => add(table, columnNames(columns)),
    column: (table: TableName, column: string) => add(table, [column]),
  }
  for (const migration of migrations) migration.statements(writer, earlierRows())
  return found
}

/** Commas within parentheses belong to a type or a constraint. */
function columnNames(columns: string): readonly string[] {
  const parts = columns.split(/,(?![^()]*\))/).map((part) => part.trim())
  return parts.filter((part) => !part.startsWith('constraint ')).map((part) => part.split(/\s/, 1)[0] ?? '')
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
