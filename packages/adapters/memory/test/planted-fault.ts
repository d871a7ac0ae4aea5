import type { EventRecord, PasskeyStorage } from '@latchkey/storage'

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

/** Returns a replacement for the value in this field; for an element of a list or an argument, its number. */
export type ChangeValue = (value: unknown, field: string) => unknown

/** Every argument of every verb is changed before the call, as by a driver or a column. */
export function withEveryArgument(change: ChangeValue): (storage: PasskeyStorage) => PasskeyStorage {
  return withEveryVerb((verb, values) =>
    verb(...values.map((value, position) => changeDeep(value, String(position), change))),
  )
}

/** Every value that any verb answers is changed on its way out. */
export function withEveryAnswer(change: ChangeValue): (storage: PasskeyStorage) => PasskeyStorage {
  return withEveryVerb(async (verb, values) => changeDeep(await verb(...values), 'answer', change))
}

/** Every event that any verb receives, or makes of what was removed, is changed before it is stored. */
export function withEveryEvent(
  change: (event: EventRecord) => EventRecord,
): (storage: PasskeyStorage) => PasskeyStorage {
  return withEveryVerb((verb, values) => verb(...values.map((value) => changeEvents(value, change))))
}

function changeEvents(value: unknown, change: (event: EventRecord) => EventRecord): unknown {
  if (typeof value === 'function') return (...given: unknown[]) => changeEvents(value(...given), change)
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
  if (isEvent(value)) return change(value)
  if (Array.isArray(value)) return value.map((element) => changeEvents(element, change))
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, changeEvents(inner, change)]))
}

function isEvent(value: object): value is EventRecord {
  return 'actor' in value && 'data' in value
}

export type Verb = (...values: readonly unknown[]) => Promise<unknown>

/** Every verb is called by this. */
export function withEveryVerb(call: (verb: Verb, values: readonly unknown[]) => Promise<unknown>) {
  return (storage: PasskeyStorage): PasskeyStorage => {
    const stores = (['passkeys', 'accounts', 'policies', 'codes', 'events', 'rates'] as const).map((name) => {
      const verbs: readonly (readonly [string, Verb])[] = Object.entries(storage[name])
      const wrapped = verbs.map(([key, verb]) => [key, async (...values: unknown[]) => call(verb, values)])
      return [name, Object.fromEntries(wrapped)]
    })
    return { ...storage, ...Object.fromEntries(stores) }
  }
}

function changeDeep(value: unknown, field: string, change: ChangeValue): unknown {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return change(value, field)
  if (Array.isArray(value)) return value.map((element, position) => changeDeep(element, String(position), change))
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, changeDeep(inner, key, change)]))
}
