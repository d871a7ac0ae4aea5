import { samplePasskey, sampleRpId, sampleTogether } from '@latchkey/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import type { AnyPrisma } from '../../../../test-support/adapters/prisma-clients.js'
import { databases } from './databases.js'
import { openForTests } from './open-for-tests.js'

const insertUser = (prisma: unknown, name: string) => (prisma as AnyPrisma).appUser.create({ data: { name } })
const usersOf = async (prisma: AnyPrisma) =>
  (await prisma.appUser.findMany({ orderBy: { name: 'asc' } })).map(({ name }) => name)

const undone: Readonly<Record<string, string>> = {
  'SQLite by better-sqlite3': 'SQLITE_BUSY_SNAPSHOT',
  'PostgreSQL by pg': '40P01',
}

describe.each(databases)('createUser with Prisma on $name', (database) => {
  const open = openForTests(database)

  beforeAll(async () => {
    await open().prisma.$executeRawUnsafe('create table app_users (name varchar(20) not null primary key)')
  })

  test('makes a user of the app and the passkey together', async () => {
    const { storage, prisma } = open()
    const createUser = async (transaction: unknown) => void (await insertUser(transaction, 'alice'))
    expect(await storage.passkeys.add(samplePasskey(), sampleTogether({ createUser }))).toBe('added')
    expect(await usersOf(prisma)).toEqual(['alice'])
  })

  test('that finds the name taken passes its error through, and nothing is stored', async () => {
    const { storage, prisma } = open()
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
    expect(await usersOf(prisma)).toEqual(['alice'])
    expect(await storage.passkeys.listByUser('other.example', 'bob')).toEqual({ passkeys: [] })
    expect(await storage.passkeys.isSpent('taken')).toBe(false)
  })

  test('that hides a failed statement: the result is what is stored', async () => {
    const { storage, prisma } = open()
    const spend = [{ id: 'hidden', expiresAt: 1 }]
    const createUser = async (transaction: unknown) => {
      await insertUser(transaction, 'carol')
      await insertUser(transaction, 'alice').catch(() => {})
    }
    const passkey = samplePasskey({ userId: 'carol', rpId: 'third.example' })
    const answer = await storage.passkeys.add(passkey, sampleTogether({ spend, createUser })).catch(() => 'rejected')
    const stored = [
      (await storage.passkeys.listByUser('third.example', 'carol')).passkeys.length,
      (await usersOf(prisma)).length,
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

  test.each([
    ['as a model', { code: 'P2034' }],
    [
      'as a raw query',
      { code: 'P2010', meta: { driverAdapterError: { cause: { originalCode: undone[database.name] } } } },
    ],
  ])('is run again, if the database has undone the transaction and Prisma says it %s does', async (_, members) => {
    await open().prisma.appUser.deleteMany({ where: { name: 'frida' } })
    const { storage, prisma } = open()
    const before = await usersOf(prisma)
    let calls = 0
    const createUser = async (transaction: unknown) => {
      await insertUser(transaction, 'frida')
      calls += 1
      if (calls > 1) return
      throw Object.assign(new Error('undone'), members)
    }
    const passkey = samplePasskey({ userId: 'frida', rpId: `${members.code.toLowerCase()}.example` })
    const together = sampleTogether({ spend: [{ id: members.code, expiresAt: 1 }], createUser })
    expect(await storage.passkeys.add(passkey, together)).toBe('added')
    expect([calls, await usersOf(prisma)]).toEqual([2, [...before, 'frida'].sort()])
  })
})
