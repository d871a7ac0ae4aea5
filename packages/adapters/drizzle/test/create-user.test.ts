import { samplePasskey, sampleRpId, sampleTogether } from '@latchkey/testing'
import { DrizzleQueryError } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
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

  test('makes a user of the app and the passkey together', async () => {
    const { storage, db } = open()
    const createUser = async (transaction: unknown) => void (await insertUser(transaction, 'alice'))
    expect(await storage.passkeys.add(samplePasskey(), sampleTogether({ createUser }))).toBe('added')
    expect(await usersOf(db)).toEqual(['alice'])
  })

  test('that finds the name taken passes its error through, and nothing is stored', async () => {
    const { storage, db } = open()
    const rejections: unknown[] = []
    const createUser = async (transaction: unknown) => {
      await insertUser(transaction, 'bob')
      await insertUser(transaction, 'alice').catch((error: unknown) => {
        rejections.push(error)
        throw error
      })
    }
    const passkey = samplePasskey({ userId: 'bob', rpId: 'other.example' })
    const rejection = await storage.passkeys
      .add(passkey, sampleTogether({ spend: [{ id: 'taken', expiresAt: 1 }], createUser }))
      .catch((error: unknown) => error)
    expect(rejections).toEqual([rejection])
    expect(await usersOf(db)).toEqual(['alice'])
    expect(await storage.passkeys.listByUser('other.example', 'bob')).toEqual({ passkeys: [] })
    expect(await storage.passkeys.isSpent('taken')).toBe(false)
  })

  test('that hides a failed statement: the result is what is stored', async () => {
    const { storage, db } = open()
    const spend = [{ id: 'hidden', expiresAt: 1 }]
    const createUser = async (transaction: unknown) => {
      await insertUser(transaction, 'carol')
      await insertUser(transaction, 'alice').catch(() => {})
    }
    const passkey = samplePasskey({ userId: 'carol', rpId: 'third.example' })
    const answer = await storage.passkeys.add(passkey, sampleTogether({ spend, createUser })).catch(() => 'rejected')
    const stored = [
      (await storage.passkeys.listByUser('third.example', 'carol')).passkeys.length,
      (await usersOf(db)).length,
      await storage.passkeys.isSpent('hidden'),
    ]
    expect([answer, stored]).toEqual([answer, answer === 'added' ? [1, 2, true] : [0, 1, false]])
  })

  test('makes other calls wait, and they then see what there is', async () => {
    const { storage } = open()
    const passkey = samplePasskey({ userId: 'dora', rpId: 'fourth.example' })
    const createUser = async () => {
      for (let turns = 0; turns < 20; turns++) await new Promise(setImmediate)
    }
    const together = sampleTogether({ spend: [{ id: 'waiting', expiresAt: 1 }], createUser })
    const other = samplePasskey({ userId: 'emil', rpId: 'fourth.example', id: 'ZW1pbA' as never })
    const outcomes = await Promise.all([
      storage.passkeys.add(passkey, together),
      storage.passkeys.add(other, sampleTogether({ spend: [{ id: 'beside', expiresAt: 1 }] })),
      storage.passkeys.page({ rpId: sampleRpId, limit: 10 }).then(({ items }) => items.length),
    ])
    expect(outcomes).toEqual(['added', 'added', 1])
  })

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
