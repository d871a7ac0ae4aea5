import { type Selectable, sql } from 'kysely'
import { claimableDeliveries } from '../deliveries/delivery-statements.js'
import type { EventTable } from '../schema/tables.js'
import { claimable } from './claimable.js'
import { concatTexts } from './concat-texts.js'
import type { ClaimedRow, SqlDialect } from './dialect.js'
import { codeOf } from './error-code.js'
import { insertEventsOnce, insertOrSkip, insertOrUpdate, insertSpentOrSkip } from './on-conflict.js'
import { addPasskey } from './postgres/add-passkey.js'
import { changeWithEvents } from './postgres/change-with-events.js'
import { recordUse } from './postgres/record-use.js'
import { removePasskey } from './postgres/remove-passkey.js'
import { setPasskeyStatus } from './postgres/set-passkey-status.js'
import { selectOldest } from './select-oldest.js'

/** Serialization failure and deadlock: the transaction was undone. */
const undone: ReadonlySet<string> = new Set(['40001', '40P01'])
/** Undefined table and undefined column. */
const missing: ReadonlySet<string> = new Set(['42P01', '42703'])
const uniqueViolation = '23505'

/** 'latch' in ASCII: the number that a migration locks. */
const migrationLock = 0x6c61746368

/** PostgreSQL and PGlite. */
export const postgres: SqlDialect = {
  columns: {
    text: (most) => sql`varchar(${sql.lit(most)}) collate "C"`,
    ascii: (most) => sql`varchar(${sql.lit(most)}) collate "C"`,
    json: sql`text`,
    number: sql`bigint`,
    bytes: sql`bytea`,
  },
  concat: concatTexts,
  hasReturning: true,
  insertUnlessExists: insertOrSkip,
  insertSpent: insertSpentOrSkip,
  orUpdate: insertOrUpdate,
  insertEvents: insertEventsOnce,
  // An array is built once, and looked up by the index; the planner would join a subquery with all rows.
  deleteOldest: (oldest) =>
    sql`delete from ${sql.table(oldest.table)} where ${sql.ref(oldest.key)} = any(array(${selectOldest(oldest)} for update skip locked))`,
  async claim(query, claim) {
    const locked = claimable(query, claim).select('event.id').forUpdate('event').skipLocked()
    const { rows } = await sql<Selectable<EventTable>>`
      update latchkey_events set claimed_by = ${claim.id}, leased_until = ${claim.now + claim.leaseMs}
      where id = any(array(${locked})) returning *`.execute(query)
    return rows
  },
  async claimDeliveries(query, lease) {
    const locked = claimableDeliveries(query, lease).select('delivery.id').forUpdate('delivery').skipLocked()
    const { rows } = await sql<ClaimedRow>`
      update latchkey_deliveries set attempts = attempts + 1,
        first_attempt_at = coalesce(first_attempt_at, ${lease.now}), due_at = ${lease.now + lease.leaseMs}
      where id = any(array(${locked})) returning event_id, attempts, first_attempt_at`.execute(query)
    return rows
  },
  oneStatement: {
    add: addPasskey,
    recordUse,
    setStatus: setPasskeyStatus,
    remove: removePasskey,
    changeWithEvents,
  },
  schema: {
    isTransactional: true,
    skipsIndexes: true,
    unlessThere: (statement) => statement.replace(/^alter table \S+ add column /, '$&if not exists '),
    tableOptions: sql``,
    indexesEndWithKey: false,
    withMigrationLock: (query, work) =>
      query.transaction().execute(async (transaction) => {
        await sql`select pg_advisory_xact_lock(${sql.lit(migrationLock)})`.execute(transaction)
        return work(transaction)
      }),
    isAlreadyExists: () => false,
    isMissing: (error) => missing.has(codeOf(error)),
  },
  isRetryable: (error) => undone.has(codeOf(error)),
  isUniqueViolation: (error) => codeOf(error) === uniqueViolation,
}
