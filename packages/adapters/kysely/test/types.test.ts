import { createPasskeys } from '@latchkey/core'
import { type KyselyStorage, kyselyStorage } from '@latchkey/kysely'
import type { AddOptions, PasskeyStorage, SchemaTool } from '@latchkey/storage'
import type { Kysely, Transaction } from 'kysely'
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

  test('the host of createPasskeys gets the same transaction, without naming its type', () => {
    const start = (db: Kysely<AppTables>) =>
      createPasskeys({
        relyingParty: { id: 'example.com', name: 'Example' },
        secret: 'a secret of at least thirty-two bytes',
        storage: kyselyStorage(db),
        host: {
          async createUser({ userId }, transaction) {
            expectTypeOf(transaction).toEqualTypeOf<Transaction<AppTables> | undefined>()
            await transaction?.insertInto('users').values({ id: userId }).execute()
          },
        },
      })
    expectTypeOf(start).toBeFunction()
  })

  test('there is a schema', () => {
    expectTypeOf<KyselyStorage<AppTables>['schema']>().toEqualTypeOf<SchemaTool>()
  })
})
