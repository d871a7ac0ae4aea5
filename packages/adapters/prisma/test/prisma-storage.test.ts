import { prismaStorage, SchemaError } from '@latchkey/prisma'
import { samplePasskey, sampleRpId, sampleTogether } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import {
  type AnyClient,
  loadPgAdapter,
  loadPrisma,
  sqliteAdapter,
} from '../../../../test-support/adapters/prisma-clients.js'

const call = () => {}
const { PrismaClient } = await loadPrisma('sqlite')
const inMemory = () => new PrismaClient({ adapter: sqliteAdapter(':memory:') })
const clientOf = (members: object) =>
  ({ $transaction: call, $queryRawUnsafe: call, $executeRawUnsafe: call, $connect: call, ...members }) as never

describe('the kind of database', () => {
  const printed = { postgres: 'bytea', sqlite: 'text collate binary' } as const

  test('is the provider of the schema', async () => {
    const postgresql = await loadPrisma('postgresql')
    const { PrismaPg } = loadPgAdapter()
    const postgres = new postgresql.PrismaClient({ adapter: new PrismaPg({}) })
    expect(prismaStorage(postgres).schema.sql()).toContain(printed.postgres)
    expect(prismaStorage(inMemory()).schema.sql()).toContain(printed.sqlite)
  })

  test('is known from an extended client, and in a transaction of it', async () => {
    const extended = inMemory().$extends({ name: 'of the app', client: { hello: call } })
    expect(prismaStorage(extended).schema.sql()).toContain(printed.sqlite)
    await extended.$transaction(async (transaction) => {
      expect(prismaStorage(transaction).schema.sql()).toContain(printed.sqlite)
    })
  })

  test.each(['postgres', 'sqlite'] as const)('%s is what the app names', (dialect) => {
    expect(prismaStorage(clientOf({}), { dialect }).schema.sql()).toContain(printed[dialect])
  })

  test.each(['mysql', 'sqlserver', 'cockroachdb', 'mongodb', undefined])('%s of the schema is refused', (provider) => {
    expect(() => prismaStorage(clientOf({ _activeProvider: provider }))).toThrow(
      'prismaStorage works on PostgreSQL and SQLite',
    )
  })

  test('mysql as the option is refused', () => {
    expect(() => prismaStorage(inMemory(), { dialect: 'mysql' as never })).toThrow(TypeError)
  })
})

describe('prismaStorage without a client', () => {
  test.each([
    ['the class', PrismaClient, 'prismaStorage was given function; pass new PrismaClient({ adapter })'],
    ['a driver adapter', sqliteAdapter(':memory:'), 'given a driver adapter; pass new PrismaClient({ adapter })'],
    ['an older transaction', { $queryRaw: call, $queryRawUnsafe: call }, 'install Prisma from 7.10'],
    ['Kysely', { getExecutor: call, selectFrom: call }, 'kyselyStorage(db)'],
    ['Drizzle', { $client: {}, transaction: call }, 'drizzleStorage(db)'],
    ['a promise', Promise.resolve(), 'await it first'],
    ['null', null, 'prismaStorage was given object; pass new PrismaClient({ adapter })'],
    ['nothing', undefined, 'prismaStorage was given undefined'],
    ['a URL', 'file:app.db', 'prismaStorage was given string'],
  ])('%s: the error says what to pass', (_, value, write) => {
    const attempt = () => prismaStorage(value as never)
    expect(attempt).toThrow(TypeError)
    expect(attempt).toThrow(write)
  })

  test.each([{ prefix: 'a b' }, { schema: 'a;b' }])('the table options %j are refused', (options) => {
    expect(() => prismaStorage(inMemory(), options)).toThrow(TypeError)
  })
})

test('tables that are not there are a SchemaError', async () => {
  const reading = prismaStorage(inMemory()).passkeys.find(sampleRpId, samplePasskey().id)
  await expect(reading).rejects.toBeInstanceOf(SchemaError)
})

test('an extended client stores and finds', async () => {
  const extended: AnyClient = inMemory().$extends({ query: { $allOperations: pass } })
  const storage = prismaStorage(extended)
  await storage.schema.migrate()
  const passkey = samplePasskey({ signCount: 2 ** 32 - 1, createdAt: Date.UTC(2039, 0) })
  expect(await storage.passkeys.add(passkey, sampleTogether())).toBe('added')
  expect((await storage.passkeys.find(sampleRpId, passkey.id))?.passkey).toEqual(passkey)
})

test('on SQLite a write waits for a transaction of the app, and is stored although that is undone', async () => {
  const prisma = inMemory()
  const storage = prismaStorage(prisma)
  await storage.schema.migrate()
  const rollback = new Error('The app rolls back.')
  let added: Promise<string> | undefined
  const transaction = prisma.$transaction(async () => {
    added = storage.passkeys.add(samplePasskey(), sampleTogether())
    await new Promise(setImmediate)
    throw rollback
  })
  await expect(transaction).rejects.toBe(rollback)
  expect(await added).toBe('added')
  expect((await storage.passkeys.listByUser(sampleRpId, 'alice')).passkeys).toHaveLength(1)
})

function pass({ args, query }: { readonly args: unknown; query(args: unknown): unknown }): unknown {
  return query(args)
}
