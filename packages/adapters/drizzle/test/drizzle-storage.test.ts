import { drizzleStorage, SchemaError } from '@latchkey/drizzle'
import { samplePasskey, sampleRpId, sampleTogether } from '@latchkey/testing'
import { createClient } from '@libsql/client'
import { drizzle as drizzleLibsql } from 'drizzle-orm/libsql'
import { withReplicas as withMysqlReplicas } from 'drizzle-orm/mysql-core'
import { drizzle as drizzleMysql } from 'drizzle-orm/mysql2'
import { drizzle as drizzlePg } from 'drizzle-orm/node-postgres'
import { withReplicas as withPgReplicas } from 'drizzle-orm/pg-core'
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite'
import { drizzle as drizzleSingleStore } from 'drizzle-orm/singlestore'
import { withReplicas } from 'drizzle-orm/sqlite-core'
import { createPool } from 'mysql2'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { openPglite } from '../../../../test-support/databases/open-pglite.js'

const call = () => {}
const inMemory = () => drizzleLibsql(createClient({ url: ':memory:' }))

describe('the kind of database', () => {
  const printed = { postgres: 'bytea', mysql: 'engine = InnoDB', sqlite: 'text collate binary' } as const
  const postgres = drizzlePg(new pg.Pool())
  const mysql = drizzleMysql(createPool({}))
  const sqlite = inMemory()

  test.each([
    ['postgres', postgres],
    ['postgres', drizzlePglite(openPglite())],
    ['postgres', withPgReplicas(postgres, [postgres])],
    ['mysql', mysql],
    ['mysql', withMysqlReplicas(mysql, [mysql])],
    ['sqlite', sqlite],
    ['sqlite', withReplicas(sqlite, [sqlite])],
  ] as const)('%s is what Drizzle says', (dialect, db) => {
    expect(drizzleStorage(db).schema.sql()).toContain(printed[dialect])
  })

  test('is what the app names', () => {
    expect(drizzleStorage(postgres, { dialect: 'mysql' }).schema.sql()).toContain(printed.mysql)
  })

  test('of another kind is refused, unless the app names one', () => {
    const db = drizzleSingleStore(createPool({}))
    expect(() => drizzleStorage(db)).toThrow('drizzleStorage knows PostgreSQL')
    expect(drizzleStorage(db, { dialect: 'mysql' }).schema.sql()).toContain(printed.mysql)
  })
})

describe('drizzleStorage without a Drizzle database', () => {
  test.each([
    ['better-sqlite3', { prepare: call, exec: call, transaction: call }, 'drizzle({ client: database })'],
    ['a pool of pg', new pg.Pool(), 'drizzle({ client: pool }) of drizzle-orm/node-postgres'],
    ['a client of pg', new pg.Client(), 'drizzle({ client: pool }) of drizzle-orm/node-postgres'],
    ['a pool of mysql2', createPool({}), 'drizzle({ client: pool }) of drizzle-orm/mysql2'],
    ['PGlite', openPglite(), 'drizzle({ client }) of drizzle-orm/pglite'],
    ['a libsql client', createClient({ url: ':memory:' }), 'drizzle({ client }) of drizzle-orm/libsql'],
    ['Kysely', { getExecutor: call, selectFrom: call }, 'kyselyStorage(db)'],
    ['Prisma', { $transaction: call, $connect: call }, 'call prismaStorage(prisma) for it'],
    ['a promise', Promise.resolve(), 'await it first'],
    ['null', null, 'drizzleStorage was given object; pass what drizzle(…) returns'],
    ['nothing', undefined, 'drizzleStorage was given undefined; pass what drizzle(…) returns'],
    ['a file name', 'app.db', 'drizzleStorage was given string; pass what drizzle(…) returns'],
  ])('%s: the error says what to pass', (_, value, write) => {
    const attempt = () => drizzleStorage(value as never)
    expect(attempt).toThrow(TypeError)
    expect(attempt).toThrow(write)
  })

  test.each([
    ['pg', drizzlePg(new pg.Client())],
    ['mysql2', drizzleMysql({ client: { query: call, beginTransaction: call } as never })],
  ])('over one connection of %s, on which transactions mix, is refused', (_, db) => {
    expect(() => drizzleStorage(db)).toThrow('pass drizzle({ client: pool })')
  })

  test.each([{ prefix: 'a b' }, { schema: 'a;b' }])('the table options %j are refused', (options) => {
    expect(() => drizzleStorage(inMemory(), options)).toThrow(TypeError)
  })
})

describe('the errors', () => {
  test('of tables that are not there is a SchemaError', async () => {
    await expect(drizzleStorage(inMemory()).passkeys.find(sampleRpId, samplePasskey().id)).rejects.toBeInstanceOf(
      SchemaError,
    )
  })

  test('of a statement hold none of its values', async () => {
    const storage = drizzleStorage(inMemory())
    await storage.schema.migrate()
    const isAway = drizzleStorage(inMemory(), { schema: 'gone' })
    const rejection = await isAway.passkeys.add(samplePasskey(), sampleTogether()).catch((error: unknown) => error)
    expect(rejection).toBeInstanceOf(Error)
    for (let error = rejection; error instanceof Error; error = error.cause) {
      expect(error.message).not.toContain(samplePasskey().userHandle)
    }
  })
})

/** The driver gives other types than the usual ones: the records are the same. */
describe.each(['number', 'bigint', 'string'] as const)('numbers as %s', (intMode) => {
  test('are the numbers that were stored', async () => {
    const storage = drizzleStorage(drizzleLibsql(createClient({ url: ':memory:', intMode })))
    await storage.schema.migrate()
    const passkey = samplePasskey({ signCount: 2 ** 32 - 1, createdAt: Date.UTC(2039, 0) })
    expect(await storage.passkeys.add(passkey, sampleTogether())).toBe('added')
    expect((await storage.passkeys.find(sampleRpId, passkey.id))?.passkey).toEqual(passkey)
    expect((await storage.rates.hit('key', 60, 1)).count).toBe(1)
  })
})
