import type { SchemaStatus, SchemaTool } from '@latchkey/storage'
import { type Compilable, sql } from 'kysely'
import type { Database } from '../database/database.js'
import { runAgain } from '../database/run-again.js'
import type { Query, SqlDialect } from '../dialects/dialect.js'
import { toNumber } from '../values/kept-values.js'
import type { Migration, SchemaWriter, Statement } from './migrations/migration.js'
import { migrations } from './migrations/migrations.js'
import { SchemaError } from './schema-error.js'

export function sqlSchema(database: Database): SchemaTool {
  return {
    status: () => readStatus(database),
    migrate: () => migrate(database),
    sql: (from = 0) => printSql(database, from),
  }
}

const wanted = migrations.at(-1)?.number ?? 0

export async function readStatus({ read, dialect }: Database): Promise<SchemaStatus> {
  try {
    const row = await read((query) =>
      query
        .selectFrom('latchkey_migrations')
        .select(({ fn }) => fn.max('number').as('current'))
        .executeTakeFirst(),
    )
    return { current: row?.current == null ? 0 : toNumber(row.current), wanted }
  } catch (error) {
    if (dialect.schema.isMissing(error)) return { current: 0, wanted }
    throw error
  }
}

/** One migration at a time, while no other process migrates; what exists already is skipped. */
async function migrate(database: Database): Promise<SchemaStatus> {
  if (database.query.isTransaction) {
    throw new TypeError(
      'Call migrate() with the Kysely instance, not with a transaction: each migration is a transaction of its own.',
    )
  }
  const before = await readStatus(database)
  if (before.current === wanted) return before
  if (before.current > wanted) throw new SchemaError(before)
  await withMigrationLock(database, (query) => migrationTable(writerOf(query, database.dialect)).execute())
  for (const migration of migrations) {
    await withMigrationLock(database, (query) => runUnlessDone(query, database.dialect, migration))
  }
  return readStatus(database)
}

function withMigrationLock<Answer>(
  { query, dialect }: Database,
  work: (query: Query) => Promise<Answer>,
): Promise<Answer> {
  return runAgain(dialect.isRetryable, () => dialect.schema.withMigrationLock(query, work))
}

async function runUnlessDone(query: Query, dialect: SqlDialect, migration: Migration): Promise<void> {
  const statements = migration.statements(writerOf(query, dialect))
  const record = () =>
    dialect.insertUnlessExists(query.insertInto('latchkey_migrations').values({ number: migration.number }), 1)
  // If a transaction can undo the creation of tables, the number goes first, so that it begins with a write: of two
  // processes the second finds the number taken. On other databases it goes last: a migration that breaks off is run
  // again.
  if (dialect.schema.isTransactional) {
    if (!(await record())) return
    for (const statement of statements) await statement.execute()
  } else if (!(await isDone(query, migration))) {
    for (const statement of statements) await unlessExists(dialect, statement)
    await record()
  }
}

async function isDone(query: Query, { number }: Migration): Promise<boolean> {
  const row = await query
    .selectFrom('latchkey_migrations')
    .select('number')
    .where('number', '=', number)
    .executeTakeFirst()
  return row !== undefined
}

async function unlessExists({ schema }: SqlDialect, statement: Statement): Promise<void> {
  try {
    await statement.execute()
  } catch (error) {
    if (!schema.isAlreadyExists(error)) throw error
  }
}

function migrationTable({ table, columns }: SchemaWriter): Statement {
  return table('latchkey_migrations').addColumn('number', columns.number, (column) => column.notNull().primaryKey())
}

function writerOf({ schema }: Query, dialect: SqlDialect): SchemaWriter {
  const { columns } = dialect
  return {
    schema,
    columns,
    table: (name) => schema.createTable(name).ifNotExists().modifyEnd(dialect.schema.tableOptions),
    addColumn: (table, column, type) => schema.alterTable(table).addColumn(column, type),
    indexesEndWithKey: dialect.schema.indexesEndWithKey,
    index: (name) => (dialect.schema.skipsIndexes ? schema.createIndex(name).ifNotExists() : schema.createIndex(name)),
  }
}

function printSql({ query, dialect }: Database, from: number): string {
  const writer = writerOf(query, dialect)
  const following = migrations.filter(({ number }) => number > from)
  const statements = following.flatMap((migration) => [
    ...migration.statements(writer),
    recordUnlessThere(query, dialect, migration),
  ])
  return [migrationTable(writer), ...statements]
    .map((statement) => `${dialect.schema.unlessThere(statement.compile().sql)};\n`)
    .join('')
}

function recordUnlessThere(query: Query, dialect: SqlDialect, { number }: Migration): Compilable {
  const record = query.insertInto('latchkey_migrations').values({ number: sql.lit(number) })
  return dialect.orUpdate(record, { key: ['number'], changes: { number: sql.ref('latchkey_migrations.number') } })
}
