import { samplePasskey, sampleTogether } from '@latchkey/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { testCreateUser } from '../../../../test-support/adapters/create-user-cases.js'
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

  testCreateUser({ storage: () => open().storage, insertUser, users: () => usersOf(open().prisma) })

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
