import type { SchemaStatus, SchemaTool } from '@latchkey/storage'
import type { Database, OwnTransaction } from '../database/database.js'
import type { BoundStatement } from '../database/sql-executor.js'
import { type DriverNumber, toNumber } from '../values/driver-values.js'
import { earlierRows } from './earlier-rows.js'
import { type EarlierRows, type Migration, type SchemaWriter, schemaWriter } from './migrations/migration.js'
import { migrations } from './migrations/migrations.js'
import { SchemaError } from './schema-error.js'
import { tableIssues } from './table-issues.js'

export function sqlSchema(database: Database): SchemaTool {
  return {
    status: () => readStatus(database),
    migrate: async (options) => migrate(database, earlierRows(options)),
    sql: (from = 0, options) => printSql(database, from, earlierRows(options)),
    issues: () => tableIssues(database),
  }
}

const wanted = migrations.at(-1)?.number ?? 0

export async function readStatus({ read, dialect, tables }: Database): Promise<SchemaStatus> {
  try {
    const [row] = await read<{ current: DriverNumber | null }>(
      toStatement(`select max(number) as current from ${tables.migrations}`),
    )
    return { current: row?.current == null ? 0 : toNumber(row.current), wanted }
  } catch (error) {
    if (dialect.isMissing(error)) return { current: 0, wanted }
    throw error
  }
}

/** One migration at a time, while no other process migrates; what exists already is skipped. */
async function migrate(database: Database, rows: EarlierRows): Promise<SchemaStatus> {
  if (database.isNested) {
    throw new TypeError('Call migrate() on the instance, not in a transaction: each migration is its own transaction.')
  }
  const before = await readStatus(database)
  if (before.current === wanted) return before
  if (before.current > wanted) throw new SchemaError(before)
  const run = database.hasTransactions ? runLocked : runAsBatch
  await run(database, [migrationTable(database)])
  for (const migration of migrations) await run(database, statementsOf(database, migration, rows), migration)
  return readStatus(database)
}

/** The number goes first: of two processes, the second finds it taken. */
async function runAsBatch(database: Database, statements: readonly string[], migration?: Migration): Promise<void> {
  const { lock } = database.dialect.schema
  const all = [...(lock ? [lock.lock] : []), ...(migration ? [recording(database, migration)] : []), ...statements]
  try {
    await database.together(all.map(toStatement))
  } catch (error) {
    if (!migration || !(await isDone(database, database.tables.migrations, migration))) throw error
  }
}

function runLocked(database: Database, statements: readonly string[], migration?: Migration): Promise<void> {
  const { lock } = database.dialect.schema
  return database.transact(async (transaction) => {
    if (lock) await takeLock(transaction, lock.lock)
    const release = async () => void (lock?.unlock && (await transaction.run(toStatement(lock.unlock))))
    try {
      await runUnlessDone(database, transaction, { statements, migration })
      await release()
    } catch (error) {
      // If the connection is broken, the lock is gone too: the first error reports that.
      await release().catch(() => {})
      throw error
    }
  })
}

async function takeLock({ read }: OwnTransaction, lock: string): Promise<void> {
  const [row] = await read<{ readonly held?: unknown }>(toStatement(lock))
  if (row?.held !== undefined && Number(row.held) !== 1)
    throw new Error('Another process has been running migrations for a minute.')
}

interface Running {
  readonly statements: readonly string[]
  readonly migration: Migration | undefined
}

/**
 * If a transaction can undo the creation of tables, the number goes first, so that it begins with a write: of two
 * processes the second finds the number taken. On other databases it goes last: a migration that breaks off is run
 * again.
 */
async function runUnlessDone(
  database: Database,
  transaction: OwnTransaction,
  { statements, migration }: Running,
): Promise<void> {
  const { schema, orNothing } = database.dialect
  const record = async () =>
    migration && (await transaction.run(toStatement(`${recording(database, migration)} ${orNothing}`))).changes === 0
  if (schema.isTransactional) {
    if (await record()) return
    for (const statement of statements) await transaction.run(toStatement(statement))
  } else if (!migration || !(await isDone(transaction, database.tables.migrations, migration))) {
    for (const statement of statements) await unlessExists(schema, () => transaction.run(toStatement(statement)))
    await record()
  }
}

async function isDone({ read }: Pick<OwnTransaction, 'read'>, table: string, { number }: Migration): Promise<boolean> {
  const rows = await read(toStatement(`select number from ${table} where number = ${number}`))
  return rows.length > 0
}

async function unlessExists(
  { isAlreadyExists }: Database['dialect']['schema'],
  run: () => Promise<unknown>,
): Promise<void> {
  try {
    await run()
  } catch (error) {
    if (!isAlreadyExists(error)) throw error
  }
}

function toStatement(text: string): BoundStatement {
  return { text, values: [] }
}

function migrationTable({ dialect, tables }: Database): string {
  return schemaWriter(dialect, tables).table('migrations', `number ${dialect.types.number} not null primary key`)
}

function recording({ tables }: Database, { number }: Migration): string {
  return `insert into ${tables.migrations} (number) values (${number})`
}

function statementsOf({ dialect, tables }: Database, migration: Migration, rows: EarlierRows): readonly string[] {
  return migration.statements(schemaWriter(dialect, tables), rows)
}

function printSql(database: Database, from: number, rows: EarlierRows): string {
  const { dialect, tables } = database
  const writer: SchemaWriter = {
    ...schemaWriter(dialect, tables),
    notYet: (number) => `not exists (select 1 from ${tables.migrations} where number = ${number})`,
  }
  const unlessRecorded = `${dialect.orUpdate('number')} number = ${dialect.excluded('number')}`
  const following = migrations.filter(({ number }) => number > from)
  const statements = following.flatMap((migration) => [
    ...migration.statements(writer, rows),
    `${recording(database, migration)} ${unlessRecorded}`,
  ])
  return [migrationTable(database), ...statements]
    .map((statement) => `${dialect.schema.unlessThere(statement)};\n`)
    .join('')
}
