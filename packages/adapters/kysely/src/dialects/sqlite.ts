import { sql } from 'kysely'
import { claimableDeliveries, leaseOf } from '../deliveries/delivery-statements.js'
import { claimable } from './claimable.js'
import { concatTexts } from './concat-texts.js'
import type { SqlDialect } from './dialect.js'
import { insertEventsOnce, insertOrSkip, insertOrUpdate, insertSpentOrSkip } from './on-conflict.js'
import { selectOldest } from './select-oldest.js'
import { sqliteErrorOf } from './sqlite-error.js'

/** The column types of SQLite set no lengths; `assertStorable` does. */
export const sqlite: SqlDialect = {
  columns: {
    text: () => sql`text collate binary`,
    ascii: () => sql`text collate binary`,
    json: sql`text`,
    number: sql`integer`,
    bytes: sql`blob`,
  },
  concat: concatTexts,
  hasReturning: true,
  insertUnlessExists: insertOrSkip,
  insertSpent: insertSpentOrSkip,
  orUpdate: insertOrUpdate,
  insertEvents: insertEventsOnce,
  // There is one writer at a time: it has locked everything.
  locks: { lockAccount: async () => {}, shared: sql`` },
  deleteOldest: (oldest) =>
    sql`delete from ${sql.table(oldest.table)} where ${sql.ref(oldest.key)} in (${selectOldest(oldest)})`,
  claim: (query, claim) =>
    query
      .updateTable('latchkey_events')
      .set({ claimed_by: claim.id, leased_until: claim.now + claim.leaseMs })
      .where('id', 'in', claimable(query, claim).select('event.id'))
      .returningAll()
      .execute(),
  claimDeliveries: (query, lease) =>
    query
      .updateTable('latchkey_deliveries')
      .set(leaseOf(lease))
      .where('id', 'in', claimableDeliveries(query, lease).select('delivery.id'))
      .returning(['event_id', 'attempts', 'first_attempt_at'])
      .execute(),
  schema: {
    isTransactional: true,
    skipsIndexes: true,
    unlessThere: (statement) => statement,
    tableOptions: sql``,
    indexesEndWithKey: false,
    withMigrationLock: (query, work) => query.transaction().execute(work),
    isAlreadyExists: () => false,
    isMissing: (error) =>
      error instanceof Error && /no such table|no such column|has no column named/.test(error.message),
  },
  // Another process has been writing for longer than busy_timeout.
  isRetryable: (error) => /^SQLITE_BUSY/.test(sqliteErrorOf(error)),
  isUniqueViolation: (error) => /^SQLITE_CONSTRAINT/.test(sqliteErrorOf(error)),
}
