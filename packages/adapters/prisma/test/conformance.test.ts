import { describe, test } from 'vitest'
import { firstCases } from '../../../../test-support/adapters/first-cases.js'
import { databases, empty } from './databases.js'
import { openForTests } from './open-for-tests.js'

describe.each(databases)('prismaStorage keeps the storage contract on $name', (database) => {
  const open = openForTests(database)

  const makeStorage = async () => {
    await empty(open().prisma)
    return open().storage
  }
  for (const { name, run } of firstCases) test(name, () => run(makeStorage))
})
