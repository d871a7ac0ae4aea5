import { storageConformance } from '@latchkey/testing'
import { describe, test } from 'vitest'
import { firstCases } from '../../../../test-support/adapters/first-cases.js'
import { runDocumented } from '../../../../test-support/documented-refusals.js'
import { databases, empty } from './databases.js'
import { openForTests } from './open-for-tests.js'

/** One with a single connection, and one with a pool. Elsewhere only the driver differs. */
const wholeOn: ReadonlySet<string> = new Set(['SQLite by libsql', 'PostgreSQL'])

describe.each(databases)('kyselyStorage keeps the storage contract on $name', ({ name: database, create }) => {
  const open = openForTests(create)

  const makeStorage = async () => {
    await empty(open.db)
    return open.storage
  }
  const cases = wholeOn.has(database) ? storageConformance : firstCases
  for (const { name, run } of cases) test(name, () => runDocumented(run, makeStorage))
})
