import { sql } from 'kysely'
import { claimable } from './claimable.js'
import type { SqlDialect } from './dialect.js'
import { codeOf } from './error-code.js'
import { insertOrSkip } from './insert-or-skip.js'
import { addInOneStatement, recordUseInOneStatement } from './postgres-statements.js'
import { upsertHit } from './upsert-hit.js'

/** Serialisation failure and deadlock: the transaction was undone. */
const undone: ReadonlySet<string> = new Set(['40001', '40P01'])
/** Undefined table and undefined column. */
const missing: ReadonlySet<string> = new Set(['42P01', '42703'])

/** 'latchkey' in ASCII: the number that whoever migrates locks. */
const migrationLock = 0x6c61746368n

/** PostgreSQL and PGlite. */
export const postgres: SqlDialect = {
  columns: {
    text: (most) => sql`varchar(${sql.lit(most)}) collate "C"`,
    ascii: (most) => sql`varchar(${sql.lit(most)}) collate "C"`,
    json: sql`text`,
    number: sql`bigint`,
    bytes: sql`bytea`,
  },
  insertUnlessTaken: insertOrSkip,
  async lockAccount(query, { rpId, userId }) {
    await query
      .selectFrom('latchkey_accounts')
      .select('version')
      .where('rp_id', '=', rpId)
      .where('user_id', '=', userId)
      .forUpdate()
      .execute()
  },
  hit: upsertHit,
  claim: (query, claim) =>
    query
      .updateTable('latchkey_events')
      .set({ claimed_by: claim.id, leased_until: claim.now + claim.leaseMs })
      .where('id', 'in', claimable(query, claim).forUpdate('event').skipLocked())
      .returningAll()
      .execute(),
  oneStatement: { recordUse: recordUseInOneStatement, add: addInOneStatement },
  schema: {
    isTransactional: true,
    skipsIndexes: true,
    indexesEndWithKey: false,
    alone: (query, work) =>
      query.transaction().execute(async (transaction) => {
        await sql`select pg_advisory_xact_lock(${sql.lit(Number(migrationLock))})`.execute(transaction)
        return work(transaction)
      }),
    isIndexTaken: () => false,
    isMissing: (error) => missing.has(codeOf(error)),
  },
  isUndone: (error) => undone.has(codeOf(error)),
}
