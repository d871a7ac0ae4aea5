import type { EventRecord } from '@latchkey/storage'
import { type RawBuilder, sql } from 'kysely'
import { toEventRow } from '../../events/store-events.js'
import { insertWhereChanged } from './insert-where-changed.js'

const leftOut = sql`on conflict (rp_id, once) do nothing`

/** The part of a statement that stores the events if `changed` has returned a row; empty if there are no events. */
export function eventsWhereChanged(
  changed: RawBuilder<unknown>,
  events: readonly EventRecord[],
): readonly RawBuilder<unknown>[] {
  const [first, ...others] = events.map(toEventRow)
  if (first === undefined) return []
  return [
    sql`stored_events as (${insertWhereChanged({ table: 'latchkey_events', rows: [first, ...others], changed, onConflict: leftOut })})`,
  ]
}
