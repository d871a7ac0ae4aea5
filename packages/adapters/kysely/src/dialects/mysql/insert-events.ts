import type { Insertable } from 'kysely'
import type { EventTable } from '../../schema/tables.js'
import type { Query } from '../dialect.js'
import { isDuplicateEntry } from './duplicate-entry.js'

/**
 * Each event with a `once` has a statement of its own: only a failing statement is undone, and the error names the
 * index. `insert ignore` and `on duplicate key` would also accept an id that is taken.
 */
export async function insertEvents(query: Query, events: readonly Insertable<EventTable>[]): Promise<void> {
  const others = events.filter(({ once }) => once === null)
  if (others.length > 0) await query.insertInto('latchkey_events').values(others).execute()
  for (const event of events) if (event.once !== null) await insertUnlessRepeated(query, event)
}

async function insertUnlessRepeated(query: Query, event: Insertable<EventTable>): Promise<void> {
  try {
    await query.insertInto('latchkey_events').values(event).execute()
  } catch (error) {
    if (!isDuplicateEntry(error, 'latchkey_events_once')) throw error
  }
}
