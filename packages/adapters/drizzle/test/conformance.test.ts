import { describe, test } from 'vitest'
import { casesOf } from './cases-of.js'
import { databasesOf, empty } from './databases.js'
import { openForTests } from './open-for-tests.js'

describe.each(databasesOf('0.45'))('drizzleStorage keeps the storage contract on $name', (database) => {
  const open = openForTests(database)

  const makeStorage = async () => {
    await empty(open().db)
    return open().storage
  }
  for (const { name, run } of casesOf(database)) test(name, () => run(makeStorage))
})
