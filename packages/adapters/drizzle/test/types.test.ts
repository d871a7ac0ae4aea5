import type { DrizzleStorage } from '@latchkey/drizzle'
import type { PasskeyStorage, SchemaTool } from '@latchkey/storage'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import type { LibSQLDatabase } from 'drizzle-orm/libsql'
import type { MySql2Database } from 'drizzle-orm/mysql2'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { describe, expectTypeOf, test } from 'vitest'

type CreateUserOf<Storage> = Storage extends PasskeyStorage<infer Given> ? Given : never

/** What a method of Drizzle passes its callback. */
type TransactionOf<Database extends { transaction(work: never): unknown }> = Parameters<
  Parameters<Database['transaction']>[0]
>[0]

describe('the types of drizzleStorage', () => {
  test('createUser gets a transaction with the tables of the app', () => {
    type Given = CreateUserOf<DrizzleStorage<NodePgDatabase<{ users: never }>>>
    expectTypeOf<Given>().toEqualTypeOf<TransactionOf<NodePgDatabase<{ users: never }>>>()
    expectTypeOf<CreateUserOf<DrizzleStorage<MySql2Database>>>().toEqualTypeOf<TransactionOf<MySql2Database>>()
    expectTypeOf<CreateUserOf<DrizzleStorage<LibSQLDatabase>>>().toEqualTypeOf<TransactionOf<LibSQLDatabase>>()
  })

  test('on better-sqlite3 it gets the database', () => {
    expectTypeOf<CreateUserOf<DrizzleStorage<BetterSQLite3Database>>>().toEqualTypeOf<BetterSQLite3Database>()
  })

  test('there is a schema', () => {
    expectTypeOf<DrizzleStorage<NodePgDatabase>['schema']>().toEqualTypeOf<SchemaTool>()
  })
})
