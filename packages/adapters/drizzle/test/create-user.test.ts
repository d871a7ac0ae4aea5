import { samplePasskey, sampleTogether } from '@latchkey/testing'
import { DrizzleQueryError } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { testCreateUser } from '../../../../test-support/adapters/create-user-cases.js'
import { databases } from './databases.js'
import { type AnyDrizzle, runOn } from './open-database.js'
import { openForTests } from './open-for-tests.js'

const insertUser = (db: unknown, name: string) => runOn(db, `insert into app_users (name) values ('${name}')`)
const usersOf = async (db: AnyDrizzle) =>
  (await runOn(db, 'select name from app_users order by name')).flatMap((row) => Object.values(row))

/** What the driver says of a transaction that the database has undone, by the first word of the database's name. */
const undone: Readonly<Record<string, string>> = {
  SQLite: 'SQLITE_BUSY',
  PostgreSQL: '40001',
  PGlite: '40001',
  MariaDB: 'ER_LOCK_DEADLOCK',
}

describe.each(databases)('createUser with Drizzle on $name', (database) => {
  const open = openForTests(database)

  beforeAll(async () => {
    await runOn(open().db, 'create table app_users (name varchar(20) not null primary key)')
  })

  testCreateUser({ storage: () => open().storage, insertUser, users: () => usersOf(open().db) })

  test('is run again, if the database has undone the transaction', async () => {
    const { storage, db } = open()
    const before = await usersOf(db)
    let calls = 0
    const createUser = async (transaction: unknown) => {
      await insertUser(transaction, 'frida')
      calls += 1
      if (calls > 1) return
      const [kind = ''] = database.name.split(' ')
      throw new DrizzleQueryError('insert', [], Object.assign(new Error('undone'), { code: undone[kind] }))
    }
    const passkey = samplePasskey({ userId: 'frida', rpId: 'fifth.example' })
    const together = sampleTogether({ spend: [{ id: 'again', expiresAt: 1 }], createUser })
    expect(await storage.passkeys.add(passkey, together)).toBe('added')
    expect([calls, await usersOf(db)]).toEqual([2, [...before, 'frida'].sort()])
  })
})
