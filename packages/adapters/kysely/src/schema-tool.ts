import type { SchemaStatus, SchemaTool } from '@latchkey/storage'
import { sql } from 'kysely'
import type { Database } from './database.js'
import { toNumber } from './kept-values.js'
import type { Migration, Statement } from './migrations/migration.js'
import { migrations } from './migrations/migrations.js'

export function sqlSchema(database: Database): SchemaTool {
  return {
    status: () => readStatus(database),
    migrate: () => migrate(database),
    sql: (from = 0) => printSql(database, from),
  }
}

const wanted = migrations.at(-1)?.number ?? 0

async function readStatus({ query }: Database): Promise<SchemaStatus> {
  const tables = await query.introspection.getTables()
  if (!tables.some(({ name }) => name === 'latchkey_migrations')) return { current: 0, wanted }
  const row = await query
    .selectFrom('latchkey_migrations')
    .select(({ fn }) => fn.max('number').as('current'))
    .executeTakeFirst()
  return { current: row?.current == null ? 0 : toNumber(row.current), wanted }
}

/** Each migration in a transaction that begins by claiming its number: of two processes the second finds it taken. */
async function migrate(database: Database): Promise<SchemaStatus> {
  await migrationTable(database).execute()
  for (const migration of migrations) {
    await database.transact(async ({ query }) => {
      const claim = query.insertInto('latchkey_migrations').values({ number: migration.number })
      const { numInsertedOrUpdatedRows } = await database.dialect.skipTaken(claim).executeTakeFirstOrThrow()
      if (numInsertedOrUpdatedRows === 0n) return
      for (const statement of migration.statements(query, database.dialect.columns)) await statement.execute()
    })
  }
  return readStatus(database)
}

function migrationTable({ query, dialect }: Database): Statement {
  return query.schema
    .createTable('latchkey_migrations')
    .ifNotExists()
    .addColumn('number', dialect.columns.number, (column) => column.notNull().primaryKey())
}

function printSql(database: Database, from: number): string {
  const following = migrations.filter(({ number }) => number > from)
  const statements = following.flatMap((migration) => printMigration(database, migration))
  return [migrationTable(database).compile().sql, ...statements].map((statement) => `${statement};\n`).join('')
}

function printMigration({ query, dialect }: Database, migration: Migration): readonly string[] {
  const record = query.insertInto('latchkey_migrations').values({ number: sql.lit(migration.number) })
  return [...migration.statements(query, dialect.columns), record].map((statement) => statement.compile().sql)
}
