import { storageConformance } from '@latchkey/testing'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { databases, empty, type Place } from './databases.js'
import { type OpenDatabase, openDatabase } from './open-database.js'

describe.each(databases)('kyselyStorage keeps the storage contract on $name', ({ create }) => {
  let place: Place
  let open: OpenDatabase

  beforeAll(async () => {
    place = await create()
    open = openDatabase(place.address)
    await open.storage.schema?.migrate()
  })

  afterAll(async () => {
    await open.db.destroy()
    await place.remove()
  })

  const makeStorage = async () => {
    await empty(open.db)
    return open.storage
  }
  for (const { name, run } of storageConformance) test(name, () => run(makeStorage))
})
