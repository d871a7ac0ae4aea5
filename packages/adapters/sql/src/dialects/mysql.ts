import type { Dialect } from './dialect.js'
import { codeOf } from './error-code.js'

/** Errors after which the server, or the rollback that follows, leaves nothing of the transaction. */
const undone: ReadonlySet<string> = new Set([
  'ER_LOCK_DEADLOCK',
  // A row has changed since the transaction's snapshot: MariaDB reports it by default from 11.6 on.
  'ER_CHECKREAD',
  // ER_LOCK_WAIT_TIMEOUT is not here: a call that has waited for most of a minute does not wait again.
])
const missing: ReadonlySet<string> = new Set(['ER_NO_SUCH_TABLE', 'ER_BAD_FIELD_ERROR'])
const made: ReadonlySet<string> = new Set(['ER_DUP_KEYNAME', 'ER_DUP_FIELDNAME'])

/** Locks of this kind belong to the server, so the name includes the database. */
const migrationLock = "concat('latchkey_migrate_', sha1(database()))"
const longestWaitSeconds = 60

/**
 * MariaDB and MySQL. Their collations that compare by bytes and respect trailing spaces have different names, each in
 * a comment that the other does not run. A MySQL before 8.0.17 has none, and refuses the tables.
 */
export const mysql: Dialect = {
  name: 'mysql',
  placeholder: () => '?',
  types: {
    text: (most) =>
      `varchar(${most}) character set utf8mb4 /*M! collate utf8mb4_nopad_bin */ /*!50700 collate utf8mb4_0900_bin */`,
    ascii: (most) =>
      `varchar(${most}) character set ascii /*M! collate ascii_nopad_bin */ /*!50700 collate ascii_bin */`,
    json: 'longtext character set utf8mb4',
    number: 'bigint',
    bytes: 'blob',
  },
  among: (list) => `in (...:${list})`,
  concat: (text, behind) => `concat(${text}, ${behind})`,
  integer: (value) => value,
  returning: '',
  orNothing: '',
  orUpdate: () => 'on duplicate key update',
  asStored: '',
  stored: (column) => column,
  excluded: (column) => `values(${column})`,
  // MariaDB does not support the newer `for share`.
  shareLock: 'lock in share mode',
  fromNothing: 'from dual',
  key: '`key`',
  ifChanged: '1 = 1',
  isRetryable: (error) => undone.has(codeOf(error)),
  isUniqueViolation: (error, index = '') =>
    codeOf(error) === 'ER_DUP_ENTRY' && error instanceof Error && error.message.includes(index),
  isMissing: (error) => missing.has(codeOf(error)),
  schema: {
    isTransactional: false,
    indexIfNotExists: '',
    // In a comment that MySQL does not run: it has no such syntax.
    unlessThere: (statement) =>
      statement.replace(/^(?:create (?:unique )?index|alter table \S+ add column) /, '$&/*M! if not exists */ '),
    // The server may be configured to create tables without transactions, or rows too short for the keys.
    tableOptions: 'engine = InnoDB row_format = dynamic',
    indexesEndWithKey: true,
    lock: {
      lock: `select get_lock(${migrationLock}, ${longestWaitSeconds}) as held`,
      unlock: `select release_lock(${migrationLock}) as held`,
    },
    isAlreadyExists: (error) => made.has(codeOf(error)),
  },
}
