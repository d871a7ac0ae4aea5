/** A process of its own on the database that is its argument: does what the parent says, and tells the outcome. */

import { storageRaces } from '@latchkey/testing'
import { openDatabase } from './open-database.js'

export type ChildOrder =
  | { readonly order: 'migrate' }
  | { readonly race: string; readonly contestants: readonly number[] }

const { storage } = openDatabase(process.argv[2] ?? '')

async function obey(order: ChildOrder): Promise<unknown> {
  if ('order' in order) return storage.schema.migrate()
  const race = storageRaces.find(({ name }) => name === order.race)
  return Promise.all(order.contestants.map((contestant) => race?.contend(storage, contestant)))
}

process.on('message', (order: ChildOrder) => {
  obey(order).then(
    (outcome) => process.send?.(outcome),
    (error: unknown) => process.send?.(String(error)),
  )
})
process.on('disconnect', () => process.exit())
process.send?.('ready')
