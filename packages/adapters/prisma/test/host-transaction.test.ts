import { prismaStorage } from '@latchkey/prisma'
import type { SqlStorage } from '@latchkey/sql'
import { samplePasskey, sampleTogether } from '@latchkey/testing'
import { beforeAll, beforeEach, describe } from 'vitest'
import { testHostTransactions } from '../../../../test-support/adapters/host-transaction-cases.js'
import type { AnyPrisma } from '../../../../test-support/adapters/prisma-clients.js'
import { databases, empty } from './databases.js'
import { openForTests } from './open-for-tests.js'

describe.each(databases)('prismaStorage in a transaction that the host has begun, on $name', (database) => {
  const open = openForTests(database)

  beforeAll(async () => {
    await open().prisma.$executeRawUnsafe('create table app_users (name varchar(20) not null primary key)')
  })

  beforeEach(async () => {
    await empty(open().prisma)
    await open().prisma.appUser.deleteMany()
    await open().storage.passkeys.add(samplePasskey(), sampleTogether())
  })

  testHostTransactions<AnyPrisma>({
    storage: () => open().storage,
    storageIn: (transaction) => prismaStorage(transaction) as SqlStorage<unknown>,
    within: (work) => open().prisma.$transaction(work),
    makeUser: (prisma) => prisma.appUser.create({ data: { name: 'Bob' } }),
    countUsers: () => open().prisma.appUser.count(),
  })
})
