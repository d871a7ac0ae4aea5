import { describe, test } from 'vitest'
import { casesOn } from '../../../../test-support/adapters/contract-cases.js'
import { runDocumented } from '../../../../test-support/documented-refusals.js'
import { databases, empty } from './databases.js'
import { openForTests } from './open-for-tests.js'

describe.each(databases)('kyselyStorage keeps the storage contract on $name', ({ create }) => {
  const open = openForTests(create)

  const makeStorage = async () => {
    await empty(open.db)
    return open.storage
  }
  for (const { name, run } of casesOn({ isWhole: false })) test(name, () => runDocumented(run, makeStorage))
})
