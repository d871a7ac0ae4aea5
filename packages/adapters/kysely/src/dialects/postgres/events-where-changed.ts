import type { EventRecord } from '@latchkey/storage'
import { type RawBuilder, sql } from 'kysely'
import { toEventRow } from '../../keep-events.js'
import { insertWhereChanged } from './insert-where-changed.js'

/** The part of a statement that keeps the events where `changed` has given back a row; nothing, where there are none. */
export function eventsWhereChanged(
  changed: RawBuilder<unknown>,
  events: readonly EventRecord[],
): readonly RawBuilder<unknown>[] {
  const [first, ...others] = events.map(toEventRow)
  if (first === undefined) return []
  return [sql`told as (${insertWhereChanged({ table: 'latchkey_events', rows: [first, ...others], changed })})`]
}
