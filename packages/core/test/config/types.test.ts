import { createPasskeys } from '@latchkey/core'
import { kyselyStorage } from '@latchkey/kysely'
import type { Kysely, Transaction } from 'kysely'
import { expectTypeOf, test } from 'vitest'

interface AppTables {
  readonly users: { readonly id: string }
}

test('the host of createPasskeys gets the transaction of the storage, without naming its type', () => {
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
