import { sql } from 'kysely'
import { claimAndRead } from './claimable.js'
import type { Query, RateHit, SqlDialect } from './dialect.js'
import { codeOf } from './error-code.js'

const migrationLock = 'latchkey_migrate'
const longestWaitSeconds = 60

/** MariaDB and MySQL. Their collations that compare by bytes and mind trailing spaces have different names. */
export const mysql: SqlDialect = {
  columns: {
    text: (most) =>
      sql`varchar(${sql.lit(most)}) character set utf8mb4 /*M! collate utf8mb4_nopad_bin */ /*!80017 collate utf8mb4_0900_bin */`,
    ascii: (most) =>
      sql`varchar(${sql.lit(most)}) character set ascii /*M! collate ascii_nopad_bin */ /*!80017 collate ascii_bin */`,
    json: sql`longtext character set utf8mb4`,
    number: sql`bigint`,
    bytes: sql`blob`,
  },
  // `insert ignore` would hide what else is wrong with a row; a statement that fails is undone alone.
  async insertUnlessTaken(insert) {
    try {
      await insert.execute()
      return true
    } catch (error) {
      if (codeOf(error) === 'ER_DUP_ENTRY') return false
      throw error
    }
  },
  async lockAccount(query, { rpId, userId }) {
    await query
      .selectFrom('latchkey_accounts')
      .select('version')
      .where('rp_id', '=', rpId)
      .where('user_id', '=', userId)
      .forUpdate()
      .execute()
  },
  hit: (query, hit) =>
    query.isTransaction
      ? countHit(query, hit)
      : query.transaction().execute((transaction) => countHit(transaction, hit)),
  claim: claimAndRead,
  schema: {
    isTransactional: false,
    skipsIndexes: false,
    indexesEndWithKey: true,
    alone: (query, work) => query.connection().execute((connection) => whileLocked(connection, work)),
    isIndexTaken: (error) => codeOf(error) === 'ER_DUP_KEYNAME',
    isMissing: (error) => ['ER_NO_SUCH_TABLE', 'ER_BAD_FIELD_ERROR'].includes(codeOf(error)),
  },
  isUndone: (error) => ['ER_LOCK_DEADLOCK', 'ER_CHECKREAD'].includes(codeOf(error)),
}

async function whileLocked<Answer>(query: Query, work: (query: Query) => Promise<Answer>): Promise<Answer> {
  const locked = sql<{ held: unknown }>`select get_lock(${migrationLock}, ${longestWaitSeconds}) as held`
  const [row] = (await locked.execute(query)).rows
  if (Number(row?.held) !== 1) throw new Error('Another process has been migrating for a minute.')
  try {
    return await work(query)
  } finally {
    await sql`select release_lock(${migrationLock})`.execute(query)
  }
}

async function countHit(query: Query, { key, windowSeconds, now }: RateHit) {
  const isOpen = sql`resets_at > ${now}`
  await query
    .insertInto('latchkey_rates')
    .values({ key, count: 1, resets_at: now + windowSeconds * 1000 })
    // In this order: each assignment sees the one before it.
    .onDuplicateKeyUpdate({
      count: sql<number>`if(${isOpen}, count + 1, 1)`,
      resets_at: sql<number>`if(${isOpen}, resets_at, values(resets_at))`,
    })
    .execute()
  return query.selectFrom('latchkey_rates').selectAll().where('key', '=', key).executeTakeFirstOrThrow()
}
