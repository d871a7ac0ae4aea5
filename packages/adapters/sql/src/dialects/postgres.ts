import type { Dialect } from './dialect.js'
import { codeOf } from './error-code.js'

/** Serialization failure and deadlock: the transaction was undone. */
const undone: ReadonlySet<string> = new Set(['40001', '40P01'])
/** Undefined table and undefined column. */
const missing: ReadonlySet<string> = new Set(['42P01', '42703'])
const uniqueViolation = '23505'

/** 'latch' in ASCII: the number that a migration locks. */
const migrationLock = 0x6c61746368

/** PostgreSQL and PGlite. */
export const postgres: Dialect = {
  name: 'postgres',
  placeholder: (position) => `$${position}`,
  types: {
    text: (most) => `varchar(${most}) collate "C"`,
    ascii: (most) => `varchar(${most}) collate "C"`,
    json: 'text',
    number: 'bigint',
    bytes: 'bytea',
  },
  // An array is built once, and looked up by the index; the planner would join a subquery with all rows.
  among: (list) => `= any(array(select json_array_elements_text(:${list}::json)))`,
  concat: (text, behind) => `${text} || ${behind}`,
  integer: (value) => `cast(${value} as bigint)`,
  returning: 'returning *',
  orNothing: 'on conflict do nothing',
  orUpdate: (key) => `on conflict (${key}) do update set`,
  asStored: 'as stored',
  stored: (column) => `stored.${column}`,
  excluded: (column) => `excluded.${column}`,
  shareLock: '',
  fromNothing: '',
  key: '"key"',
  ifChanged: 'true',
  isRetryable: (error) => undone.has(codeOf(error)),
  isUniqueViolation: (error) => codeOf(error) === uniqueViolation,
  isMissing: (error) => missing.has(codeOf(error)),
  schema: {
    isTransactional: true,
    indexIfNotExists: 'if not exists',
    unlessThere: (statement) => statement.replace(/^alter table \S+ add column /, '$&if not exists '),
    tableOptions: '',
    indexesEndWithKey: false,
    // Its result has no type that every query library reads.
    lock: { lock: `select cast(pg_advisory_xact_lock(${migrationLock}) as text)` },
    isAlreadyExists: () => false,
  },
}
