import { afterAll, beforeAll } from 'vitest'
import type { Place } from '../../../../test-support/adapters/place.js'
import type { TestDatabase } from './databases.js'
import { type OpenDatabase, openDatabase } from './open-database.js'

/** A place of its own with our tables in it, open from before the first test around the call until after the last. */
export function openForTests({ create }: TestDatabase): () => OpenDatabase {
  let place: Place
  let open: OpenDatabase

  beforeAll(async () => {
    place = await create()
    open = openDatabase(place.address)
    await open.storage.schema.migrate()
  })

  afterAll(async () => {
    await open.close()
    await place.remove()
  })

  return () => open
}
