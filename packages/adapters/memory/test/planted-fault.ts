import type { PasskeyStorage } from '@latchkey/storage'

/** A storage that is right but for one fault, and the case of the conformance suite that must fail because of it. */
export interface PlantedFault {
  readonly fault: string
  readonly caughtBy: string
  plant(storage: PasskeyStorage): PasskeyStorage
}

type Stores = Pick<PasskeyStorage, 'passkeys' | 'accounts' | 'policies' | 'codes' | 'events' | 'rates'>

/** Plants other verbs into one of the stores; the rest of the storage stays as it was. */
export function withStore<Name extends keyof Stores>(
  name: Name,
  change: (store: Stores[Name], storage: PasskeyStorage) => Partial<Stores[Name]>,
): (storage: PasskeyStorage) => PasskeyStorage {
  return (storage) => ({ ...storage, [name]: { ...storage[name], ...change(storage[name], storage) } })
}
