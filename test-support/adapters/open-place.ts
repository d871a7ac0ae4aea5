import { afterAll, beforeAll } from 'vitest'
import type { Place } from './place.js'

interface Openable {
  readonly storage: { readonly schema: { migrate(): Promise<unknown> } }
  close(): Promise<void>
}

/** A place of its own with our tables in it, open from before the first test around the call until after the last. */
export function openPlace<Open extends Openable>(
  create: () => Promise<Place>,
  openDatabase: (address: string) => Open,
): () => Open {
  let place: Place
  let open: Open

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
