import { describe, test } from 'vitest'
import { casesOn } from '../../../../test-support/adapters/contract-cases.js'
import { databases, empty } from './databases.js'
import { openForTests } from './open-for-tests.js'

describe.each(databases)('prismaStorage keeps the storage contract on $name', (database) => {
  const open = openForTests(database)

  const makeStorage = async () => {
    await empty(open().prisma)
    return open().storage
  }
  for (const { name, run } of casesOn({ isWhole: false })) test(name, () => run(makeStorage))
})
