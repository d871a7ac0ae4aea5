import { storageConformance } from '@latchkey/testing'
import { describe, test } from 'vitest'
import { databases, empty } from './databases.js'
import { openForTests } from './open-for-tests.js'

describe.each(databases)('sqlStorage keeps the storage contract on $name', ({ create }) => {
  const open = openForTests(create)

  const makeStorage = async () => {
    await empty(open())
    return open().storage
  }
  for (const { name, run } of storageConformance) test(name, () => run(makeStorage))
})
