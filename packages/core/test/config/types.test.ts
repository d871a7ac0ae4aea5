import { createPasskeys, type PasskeyEvent, type Passkeys } from '@latchkey/core'
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

test('the name of an event says what its data holds', () => {
  type Read = Awaited<ReturnType<Passkeys['admin']['events']>>['items'][number]
  expectTypeOf<Read>().toEqualTypeOf<PasskeyEvent>()
  const versionOf = (event: PasskeyEvent) => {
    if (event.name === 'policy.changed') expectTypeOf(event.data.version).toEqualTypeOf<number>()
    if (event.name === 'passkey.renamed') expectTypeOf(event.data.before).toEqualTypeOf<string>()
    // @ts-expect-error: an event of another name has no version.
    return event.name === 'passkey.added' ? event.data.version : undefined
  }
  expectTypeOf(versionOf).toBeFunction()
})
