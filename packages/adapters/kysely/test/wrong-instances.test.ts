import { kyselyStorage } from '@latchkey/kysely'
import { Kysely, SqliteDialect } from 'kysely'
import Libsql from 'libsql'
import mysql from 'mysql2'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { openPglite } from '../../../../test-support/databases/open-pglite.js'

const call = () => {}

/** What is given for a Kysely instance, and what the error says to write. */
const mistakes: readonly [given: string, value: unknown, write: string][] = [
  ['better-sqlite3 or libsql', new Libsql(':memory:'), 'dialect: new SqliteDialect({ database })'],
  ['node:sqlite', { prepare: call, exec: call }, 'dialect: new SqliteDialect({ database: nodeSqlite(database) })'],
  ['a pool of pg', new pg.Pool(), 'dialect: new PostgresDialect({ pool })'],
  ['a client of pg', new pg.Client(), 'dialect: new PostgresDialect({ pool })'],
  ['a pool of mysql2', mysql.createPool({}), 'dialect: new MysqlDialect({ pool })'],
  ['PGlite', openPglite(), 'dialect: new PostgresDialect({ pool: pglitePool(db) })'],
  ['a dialect', new SqliteDialect({ database: new Libsql(':memory:') }), 'pass new Kysely({ dialect })'],
  ['Postgres.js', Object.assign(call, { unsafe: call, begin: call }), 'given Postgres.js; pass new Kysely('],
  ['Knex', Object.assign(() => {}, { raw: call, schema: {} }), 'given a Knex instance; pass new Kysely('],
  ['Prisma', { $transaction: call, $connect: call }, 'given a Prisma client; call prismaStorage(prisma) for it'],
  ['Drizzle', { $client: {} }, 'given a Drizzle database; call drizzleStorage(db) for it'],
  ['the class', Kysely, 'given function; pass new Kysely('],
  ['a promise', Promise.resolve(), 'given a promise; await it first'],
  ['an object around it', { db: {} }, 'given an object that is not a Kysely instance; pass new Kysely('],
  ['null', null, 'kyselyStorage was given'],
  ['nothing', undefined, 'given undefined; pass new Kysely('],
  ['a file name', 'app.db', 'given string; pass new Kysely('],
]

describe('kyselyStorage without a Kysely instance', () => {
  test.each(mistakes)('%s: the error says what to write', (_, value, write) => {
    const attempt = () => kyselyStorage(value as never)
    expect(attempt).toThrow(TypeError)
    expect(attempt).toThrow(write)
  })
})
