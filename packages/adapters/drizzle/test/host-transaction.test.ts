import { drizzleStorage } from '@latchkey/drizzle'
import type { SqlStorage } from '@latchkey/sql'
import { samplePasskey, sampleTogether } from '@latchkey/testing'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testHostTransactions } from '../../../../test-support/adapters/host-transaction-cases.js'
import { databases, empty } from './databases.js'
import { type AnyDrizzle, runOn } from './open-database.js'
import { openForTests } from './open-for-tests.js'

// On better-sqlite3 there are none: see drizzle-storage.test.ts. PGlite takes a while to start, and differs in nothing.
const without = ['SQLite by better-sqlite3', 'PGlite']
const withTransactions = databases.filter(({ name }) => !without.includes(name))

interface Transacting {
  transaction(work: (transaction: AnyDrizzle) => Promise<void>): Promise<void>
}

describe.each(withTransactions)('drizzleStorage in a transaction that the host has begun, on $name', (database) => {
  const open = openForTests(database)

  beforeAll(async () => {
    await runOn(open().db, 'create table app_users (name varchar(20) not null)')
  })

  beforeEach(async () => {
    await empty(open().db)
    await runOn(open().db, 'delete from app_users')
    await open().storage.passkeys.add(samplePasskey(), sampleTogether())
  })

  testHostTransactions<AnyDrizzle>({
    storage: () => open().storage,
    storageIn: (transaction) => drizzleStorage(transaction) as SqlStorage<unknown>,
    within: (work) => (open().db as AnyDrizzle & Transacting).transaction(work),
    makeUser: (db) => runOn(db, "insert into app_users (name) values ('Bob')"),
    countUsers: async () => (await runOn(open().db, 'select name from app_users')).length,
  })
})

const withoutTransactions = databases.filter(({ name }) => name === 'SQLite by better-sqlite3')

describe.each(withoutTransactions)('a transaction of the host on $name', (database) => {
  const open = openForTests(database)

  test('is refused, because it ends before the first verb', () => {
    const attempt = () => open().db.transaction(((transaction: AnyDrizzle) => drizzleStorage(transaction)) as never)
    expect(attempt).toThrow(TypeError)
    expect(attempt).toThrow('takes no transaction of better-sqlite3')
  })
})
