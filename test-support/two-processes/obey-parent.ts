import type { PasskeyStorage } from '@latchkey/storage'
import { storageRaces } from '@latchkey/testing'

export type ChildOrder =
  | { readonly order: 'migrate' }
  | { readonly race: string; readonly contestants: readonly number[] }

/** In a process of its own: does with the storage what the parent says, and sends the outcome. */
export function obeyParent(storage: PasskeyStorage): void {
  process.on('message', (order: ChildOrder) => {
    obey(storage, order).then(
      (outcome) => process.send?.(outcome),
      (error: unknown) => process.send?.(String(error)),
    )
  })
  process.on('disconnect', () => process.exit())
  process.send?.('ready')
}

async function obey(storage: PasskeyStorage, order: ChildOrder): Promise<unknown> {
  if ('order' in order) return storage.schema?.migrate()
  const race = storageRaces.find(({ name }) => name === order.race)
  return Promise.all(order.contestants.map((contestant) => race?.contend(storage, contestant)))
}
