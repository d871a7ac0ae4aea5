import type { Dialect } from './dialect.js'
import { sqliteErrorOf } from './sqlite-error.js'

/** SQLite from 3.38. The column types of SQLite set no lengths; `assertStorable` does. */
export const sqlite: Dialect = {
  name: 'sqlite',
  placeholder: () => '?',
  types: {
    text: () => 'text collate binary',
    ascii: () => 'text collate binary',
    json: 'text',
    number: 'integer',
    bytes: 'blob',
  },
  among: (list) => `in (select value from json_each(:${list}))`,
  concat: (text, behind) => `${text} || ${behind}`,
  integer: (value) => `cast(${value} as integer)`,
  returning: 'returning *',
  orNothing: 'on conflict do nothing',
  orUpdate: (key) => `on conflict (${key}) do update set`,
  asStored: 'as stored',
  stored: (column) => `stored.${column}`,
  excluded: (column) => `excluded.${column}`,
  // There is one writer at a time: it has locked everything.
  shareLock: '',
  fromNothing: '',
  key: '"key"',
  ifChanged: '1 = 1',
  // Another process has been writing for longer than busy_timeout.
  isRetryable: (error) => /^SQLITE_BUSY/.test(sqliteErrorOf(error)),
  isUniqueViolation: (error) => /^SQLITE_CONSTRAINT/.test(sqliteErrorOf(error)),
  isMissing: (error) =>
    error instanceof Error && /no such table|no such column|has no column named/.test(error.message),
  schema: {
    isTransactional: true,
    indexIfNotExists: 'if not exists',
    unlessThere: (statement) => statement,
    tableOptions: '',
    indexesEndWithKey: false,
    isAlreadyExists: () => false,
  },
}
