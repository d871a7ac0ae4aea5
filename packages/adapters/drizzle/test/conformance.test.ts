import { storageConformance } from '@latchkey/testing'
import { describe, test } from 'vitest'
import { firstCases } from '../../../../test-support/adapters/first-cases.js'
import { databases, empty } from './databases.js'
import { openForTests } from './open-for-tests.js'

describe.each(databases)('drizzleStorage keeps the storage contract on $name', (database) => {
  const open = openForTests(database)

  const makeStorage = async () => {
    await empty(open().db)
    return open().storage
  }
  const cases = database.isWhole ? storageConformance : firstCases
  for (const { name, run } of cases) test(name, () => run(makeStorage))
})
