import { sql } from 'kysely'
import type { Query, SqlDialect } from './dialect.js'
import { codeOf } from './error-code.js'
import { claimDeliveries } from './mysql/claim-deliveries.js'
import { claimByItself, claimWithinTransaction } from './mysql/claim-events.js'
import { isDuplicateEntry } from './mysql/duplicate-entry.js'
import { insertEvents } from './mysql/insert-events.js'
import { insertSpent, insertUnlessExists } from './mysql/insert-unless-exists.js'
import { sharedLock } from './mysql/shared-lock.js'
import { absence } from './select-oldest.js'

const longestWaitSeconds = 60

/** Errors after which the server, or the rollback that follows, leaves nothing of the transaction. */
const undone: ReadonlySet<string> = new Set([
  'ER_LOCK_DEADLOCK',
  // A row has changed since the transaction's snapshot: MariaDB reports it by default from 11.6 on.
  'ER_CHECKREAD',
  // ER_LOCK_WAIT_TIMEOUT is not here: a call that has waited for most of a minute does not wait again.
])
const missing: ReadonlySet<string> = new Set(['ER_NO_SUCH_TABLE', 'ER_BAD_FIELD_ERROR'])
const made: ReadonlySet<string> = new Set(['ER_DUP_KEYNAME', 'ER_DUP_FIELDNAME'])

/**
 * MariaDB and MySQL. Their collations that compare by bytes and respect trailing spaces have different names, each in
 * a comment that the other does not run. A MySQL before 8.0.17 has none, and refuses the tables.
 */
export const mysql: SqlDialect = {
  columns: {
    text: (most) =>
      sql`varchar(${sql.lit(most)}) character set utf8mb4 /*M! collate utf8mb4_nopad_bin */ /*!50700 collate utf8mb4_0900_bin */`,
    ascii: (most) =>
      sql`varchar(${sql.lit(most)}) character set ascii /*M! collate ascii_nopad_bin */ /*!50700 collate ascii_bin */`,
    json: sql`longtext character set utf8mb4`,
    number: sql`bigint`,
    bytes: sql`blob`,
  },
  concat: (text, behind) => sql`concat(${text}, ${behind})`,
  hasReturning: false,
  insertUnlessExists,
  insertSpent,
  orUpdate: (insert, { changes }) => insert.onDuplicateKeyUpdate(changes as never),
  insertEvents,
  locks: {
    async lockAccount(query, { rpId, userId }) {
      await query
        .selectFrom('latchkey_accounts')
        .select('version')
        .where('rp_id', '=', rpId)
        .where('user_id', '=', userId)
        .forUpdate()
        .execute()
    },
    shared: sharedLock,
  },
  deleteOldest: ({ table, column, before, limit, absent }) => {
    const indexed = sql.ref(column)
    return sql`delete from ${sql.table(table)} where ${absence(absent)} ${indexed} < ${before} order by ${indexed} limit ${limit}`
  },
  claim: (query, claim) => (query.isTransaction ? claimWithinTransaction : claimByItself)(query, claim),
  claimDeliveries,
  schema: {
    isTransactional: false,
    skipsIndexes: false,
    // In a comment that MySQL does not run: it has no such syntax.
    unlessThere: (statement) =>
      statement.replace(/^(?:create (?:unique )?index|alter table \S+ add column) /, '$&/*M! if not exists */ '),
    // The server may be configured to create tables without transactions, or rows too short for the keys.
    tableOptions: sql`engine = InnoDB row_format = dynamic`,
    indexesEndWithKey: true,
    withMigrationLock: (query, work) => query.connection().execute((connection) => whileLocked(connection, work)),
    isAlreadyExists: (error) => made.has(codeOf(error)),
    isMissing: (error) => missing.has(codeOf(error)),
  },
  isRetryable: (error) => undone.has(codeOf(error)),
  isUniqueViolation: isDuplicateEntry,
}

/** Locks of this kind belong to the server, so the name includes the database. */
const migrationLock = sql`concat('latchkey_migrate_', sha1(database()))`

async function whileLocked<Answer>(query: Query, work: (query: Query) => Promise<Answer>): Promise<Answer> {
  const locked = sql<{ held: unknown }>`select get_lock(${migrationLock}, ${longestWaitSeconds}) as held`
  const [row] = (await locked.execute(query)).rows
  if (Number(row?.held) !== 1) throw new Error('Another process has been migrating for a minute.')
  const release = () => sql`select release_lock(${migrationLock})`.execute(query)
  try {
    const answer = await work(query)
    await release()
    return answer
  } catch (error) {
    // If the connection is broken, the lock is gone too: the first error reports that.
    await release().catch(() => {})
    throw error
  }
}
