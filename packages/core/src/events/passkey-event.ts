import type { EventRecord } from '@latchkey/storage'
import type { EventData } from './create-event.js'

/** An event of this name. */
export interface PasskeyEventOf<Name extends keyof EventData> extends Omit<EventRecord, 'name' | 'data'> {
  readonly name: Name
  readonly data: EventData[Name]
}

/** An event. Its `name` says what `data` holds. */
export type PasskeyEvent = { readonly [Name in keyof EventData]: PasskeyEventOf<Name> }[keyof EventData]

/** The event of a stored record: each was stored by `createEvent`, which fits the data to the name. */
export function toPasskeyEvent(record: EventRecord): PasskeyEvent {
  return record as PasskeyEvent
}
