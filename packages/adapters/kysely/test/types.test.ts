import type { KyselyStorage } from '@latchkey/kysely'
import type { AddOptions, PasskeyStorage, SchemaTool } from '@latchkey/storage'
import type { Transaction } from 'kysely'
import { describe, expectTypeOf, test } from 'vitest'

interface AppTables {
  readonly users: { readonly id: string }
}

type CreateUserOf<Storage extends PasskeyStorage<never>> = Storage extends PasskeyStorage<infer Given> ? Given : never

describe('the types of kyselyStorage', () => {
  test('createUser gets a transaction with the tables of the app', () => {
    expectTypeOf<CreateUserOf<KyselyStorage<AppTables>>>().toEqualTypeOf<Transaction<AppTables>>()
    type Add = Parameters<KyselyStorage<AppTables>['passkeys']['add']>
    expectTypeOf<Add[1]>().toEqualTypeOf<AddOptions<Transaction<AppTables>>>()
  })

  test('there is a schema', () => {
    expectTypeOf<KyselyStorage<AppTables>['schema']>().toEqualTypeOf<SchemaTool>()
  })
})
