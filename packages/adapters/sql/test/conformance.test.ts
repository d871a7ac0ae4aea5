import { storageConformance } from '@latchkey/testing'
import { describe, test } from 'vitest'
import { firstCases } from '../../../../test-support/adapters/first-cases.js'
import { databases, empty } from './databases.js'
import { openForTests } from './open-for-tests.js'

describe.each(databases)('sqlStorage keeps the storage contract on $name', ({ name: database, create }) => {
  const open = openForTests(create)

  const makeStorage = async () => {
    await empty(open())
    return open().storage
  }
  // Batches have their whole contract on SQLite, and PGlite its own by transactions.
  const cases = database === 'PGlite by batches only' ? firstCases : storageConformance
  for (const { name, run } of cases) test(name, () => run(makeStorage))
})
