import type { DialectName } from '../database/sql-executor.js'

/** Where the tables are, and how their names begin. */
export interface TableOptions {
  /**
   * The schema of the tables; on MariaDB and MySQL a database of the same server, on SQLite an attached one. It must
   * exist.
   *
   * @default where the connection creates and looks up tables without a schema
   */
  readonly schema?: string
  /**
   * What the names of tables and indexes begin with.
   *
   * @default 'latchkey_'
   */
  readonly prefix?: string
}

const tables = [
  'passkeys',
  'accounts',
  'removed',
  'spent',
  'policies',
  'stored_policies',
  'codes',
  'events',
  'rates',
  'metadata',
  'endpoints',
  'deliveries',
  'migrations',
] as const

export type TableName = (typeof tables)[number]

/** Each table as it is written in a statement. */
export interface TableNames extends Readonly<Record<TableName, string>> {
  /** What their names begin with. */
  readonly prefix: string
  /** The name of an index, where it is created, and its table there. */
  indexed(index: string, table: TableName): { readonly index: string; readonly on: string }
  /** A name of a constraint. */
  constraint(name: string): string
}

/** @throws {TypeError} for a schema or prefix that is not a plain identifier. */
export function tableNames(dialect: DialectName, { schema, prefix = 'latchkey_' }: TableOptions): TableNames {
  assertIdentifier('prefix', prefix, /^(?:[A-Za-z_][A-Za-z0-9_]{0,31})?$/)
  if (schema !== undefined) assertIdentifier('schema', schema, /^[A-Za-z_][A-Za-z0-9_]{0,62}$/)
  const quote = (name: string) => (dialect === 'mysql' ? `\`${name}\`` : `"${name}"`)
  const inSchema = (name: string) => (schema === undefined ? quote(name) : `${quote(schema)}.${quote(name)}`)
  const names = Object.fromEntries(tables.map((table) => [table, inSchema(prefix + table)])) as Record<
    TableName,
    string
  >
  return {
    ...names,
    prefix,
    constraint: (name) => quote(prefix + name),
    // SQLite names the schema with the index, the others with its table.
    indexed: (index, table) =>
      dialect === 'sqlite'
        ? { index: inSchema(prefix + index), on: quote(prefix + table) }
        : { index: quote(prefix + index), on: inSchema(prefix + table) },
  }
}

function assertIdentifier(option: string, name: unknown, allowed: RegExp): void {
  if (typeof name === 'string' && allowed.test(name)) return
  throw new TypeError(`sqlStorage: \`${option}\` may hold letters, digits and underscores, and no digit in front.`)
}
