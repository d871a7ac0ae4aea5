import { type SweptRows, sweptRows } from './sweep.js'
import type { Writing } from './writing.js'

/** Counts up to a limit of the rows that a sweep would delete for one reason. */
function countOldest({ tables, prepare }: Writing, { table, column, counted = '1 = 1' }: SweptRows) {
  return prepare(`
    select count(*) as rows_due
    from (select ${column} from ${tables[table]} where ${column} < :before and ${counted} order by ${column} limit :limit) as due`)
}

export function inspectionStatements(writing: Writing) {
  const { tables, prepare, dialect } = writing
  const unsettled = `from ${tables.events} where rp_id = :rp_id and settled_at is null order by settled_at, id limit :limit`
  return {
    relyingParties: prepare(`
      select rp_id, ${dialect.integer('sum(passkey_count)')} as passkeys, count(*) as users
      from ${tables.accounts} where passkey_count > 0 group by rp_id order by rp_id`),
    sweepable: sweptRows.map((rows) => ({
      kind: rows.table,
      keptDays: rows.keptDays,
      count: countOldest(writing, rows),
    })),
    countUnsettled: prepare(`select count(*) as waiting from (select id ${unsettled}) as unsettled`),
    oldestUnsettled: prepare(`select at ${unsettled}`),
  }
}

/** The clock of the database, in milliseconds, and those of its settings that may be wrong. */
export const serverQueries = {
  postgres: `
    select cast(extract(epoch from clock_timestamp()) * 1000 as bigint) as now,
      current_setting('synchronous_commit') as synchronous_commit,
      current_setting('transaction_read_only') as read_only,
      current_setting('server_encoding') as encoding`,
  mysql: `
    select cast(unix_timestamp(sysdate(3)) * 1000 as signed) as now, @@session.sql_mode as sql_mode,
      @@global.read_only as read_only, @@global.innodb_flush_log_at_trx_commit as flush_log`,
  sqlite: `select cast((julianday('now') - 2440587.5) * 86400000 as integer) as now`,
} as const satisfies Readonly<Record<Writing['dialect']['name'], string>>

/** SQLite's settings, of a database in a file. */
export const sqliteSettings = `
  select journal_mode, synchronous from pragma_journal_mode, pragma_synchronous
  where (select file from pragma_database_list where name = 'main') <> ''`
