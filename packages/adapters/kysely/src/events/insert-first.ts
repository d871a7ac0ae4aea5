import type { EventRecord } from '@latchkey/storage'
import type { Database } from '../database/database.js'
import type { Insert, Query } from '../dialects/dialect.js'
import type { LatchkeyTables } from '../schema/tables.js'
import { changeWithEvents } from './change-with-events.js'
import { storeEvents } from './store-events.js'

/**
 * Stores the row with its events; false if its key exists. The insert decides, not a read: in a transaction of your
 * app, a read may not see what was written since it began.
 */
export function insertFirst<Table extends keyof LatchkeyTables>(
  database: Database,
  insertion: (query: Query) => Insert<Table>,
  events: readonly EventRecord[],
): Promise<boolean> {
  const { oneStatement, insertUnlessExists } = database.dialect
  if (oneStatement) {
    const orNothing = (query: Query) => insertion(query).onConflict((conflict) => conflict.doNothing())
    return changeWithEvents(database, orNothing, events)
  }
  return database.transact(async ({ query }) => {
    if (!(await insertUnlessExists(insertion(query), 1))) return false
    await storeEvents(database, query, events)
    return true
  })
}
