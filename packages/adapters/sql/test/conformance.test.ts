import { describe, test } from 'vitest'
import { casesOn } from '../../../../test-support/adapters/contract-cases.js'
import { runDocumented } from '../../../../test-support/documented-refusals.js'
import { empty, everyDriver } from './databases.js'
import { openForTests } from './open-for-tests.js'

describe.each(everyDriver)('sqlStorage keeps the storage contract on $name', (database) => {
  const open = openForTests(database.create)

  const makeStorage = async () => {
    await empty(open())
    return open().storage
  }
  for (const { name, run } of casesOn(database)) test(name, () => runDocumented(run, makeStorage))
})
