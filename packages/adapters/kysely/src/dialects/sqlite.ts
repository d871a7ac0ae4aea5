import { sql } from 'kysely'
import { claimAndRead } from './claimable.js'
import type { SqlDialect } from './dialect.js'
import { codeOf, messageOf } from './error-code.js'
import { insertOrSkip } from './insert-or-skip.js'
import { upsertHit } from './upsert-hit.js'

/** The column types of SQLite set no lengths; `refuseUnfit` does. */
export const sqlite: SqlDialect = {
  columns: {
    text: () => sql`text collate binary`,
    ascii: () => sql`text collate binary`,
    json: sql`text`,
    number: sql`integer`,
    bytes: sql`blob`,
  },
  insertUnlessTaken: insertOrSkip,
  // One writer at a time: whoever writes has locked everything.
  lockAccount: async () => {},
  hit: upsertHit,
  claim: claimAndRead,
  schema: {
    isTransactional: true,
    skipsIndexes: true,
    indexesEndWithKey: false,
    alone: (query, work) => query.transaction().execute(work),
    isIndexTaken: () => false,
    isMissing: (error) => /no such table|no such column|has no column named/.test(messageOf(error)),
  },
  isUndone: (error) => /^SQLITE_BUSY/.test(codeOf(error)),
}
