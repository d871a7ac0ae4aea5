import { kyselyStorage } from '@latchkey/kysely'
import { sampleCredentialId, sampleEvent, samplePasskey, sampleRpId, sampleTogether } from '@latchkey/testing'
import {
  CamelCasePlugin,
  type DialectAdapter,
  DummyDriver,
  Kysely,
  MssqlAdapter,
  MysqlAdapter,
  PostgresAdapter,
  SqliteDialect,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import Libsql from 'libsql'
import { beforeEach, describe, expect, test } from 'vitest'

interface AppTables {
  readonly appUsers: { readonly userId: string; readonly fullName: string }
}

/** A host with tables and a plugin of its own, which renames columns. */
function openHost() {
  const database = new Libsql(':memory:')
  database.exec('create table app_users (user_id text primary key, full_name text not null)')
  const dialect = new SqliteDialect({ database })
  const db = new Kysely<AppTables>({ dialect, plugins: [new CamelCasePlugin()] })
  return { db, storage: kyselyStorage(db) }
}

let host: ReturnType<typeof openHost>

beforeEach(async () => {
  host = openHost()
  await host.storage.schema?.migrate()
})

const makesUser = (userId: string) => async (transaction: unknown) => {
  if (!(transaction instanceof Kysely)) throw new TypeError('The transaction is not one of Kysely.')
  const typed: Kysely<AppTables> = transaction
  await typed.insertInto('appUsers').values({ userId, fullName: 'Alice' }).execute()
}

describe('kyselyStorage in the database of a host', () => {
  test("the host's plugins do not touch our columns", async () => {
    await host.storage.passkeys.add(samplePasskey(), sampleTogether())
    expect((await host.storage.passkeys.find(sampleRpId, samplePasskey().id))?.passkey).toEqual(samplePasskey())
  })

  test('the user and the first passkey come into being together', async () => {
    const together = sampleTogether({ createUser: makesUser('alice') })
    expect(await host.storage.passkeys.add(samplePasskey(), together)).toBe('added')
    expect(await host.db.selectFrom('appUsers').selectAll().execute()).toEqual([{ userId: 'alice', fullName: 'Alice' }])
  })

  test('what createUser has written is undone when a later step fails', async () => {
    await host.storage.events.append([sampleEvent(1)])
    const together = sampleTogether({ createUser: makesUser('alice'), events: [sampleEvent(1)] })
    await expect(host.storage.passkeys.add(samplePasskey(), together)).rejects.toMatchObject({
      code: 'SQLITE_CONSTRAINT_PRIMARYKEY',
    })
    expect(await host.db.selectFrom('appUsers').selectAll().execute()).toEqual([])
    expect(await host.storage.passkeys.listByUser(sampleRpId, 'alice')).toEqual({ passkeys: [] })
  })

  test('the rejection of createUser passes through as it is', async () => {
    const taken = new Error('The name is taken.')
    const together = sampleTogether({
      createUser: async (transaction) => {
        await makesUser('alice')(transaction)
        throw taken
      },
    })
    await expect(host.storage.passkeys.add(samplePasskey(), together)).rejects.toBe(taken)
    expect(await host.db.selectFrom('appUsers').selectAll().execute()).toEqual([])
  })

  test('createUser is not called for what is refused', async () => {
    await host.storage.passkeys.add(samplePasskey(), sampleTogether())
    const id = sampleCredentialId('c2Vjb25k')
    const together = sampleTogether({ createUser: makesUser('alice') })
    expect(await host.storage.passkeys.add(samplePasskey({ id }), together)).toBe('already_spent')
    expect(await host.db.selectFrom('appUsers').selectAll().execute()).toEqual([])
  })

  /** A host's instance with this adapter, which it never speaks through. */
  const withAdapter = (adapter: DialectAdapter) =>
    new Kysely<AppTables>({
      dialect: {
        createAdapter: () => adapter,
        createDriver: () => new DummyDriver(),
        createIntrospector: (kysely) => new SqliteIntrospector(kysely),
        createQueryCompiler: () => new SqliteQueryCompiler(),
      },
    })

  test('a database of another kind is refused when the storage is made', () => {
    expect(() => kyselyStorage(withAdapter(new MssqlAdapter()))).toThrow(TypeError)
  })

  test('an instance of withSchema() is refused when the storage is made, with and without a transaction', async () => {
    expect(() => kyselyStorage(host.db.withSchema('auth'))).toThrow(TypeError)
    await host.db.transaction().execute(async (transaction) => {
      expect(() => kyselyStorage(transaction.withSchema('auth'))).toThrow(TypeError)
    })
  })

  test('the dialect of another copy of Kysely is known, whatever a minifier calls its classes', () => {
    class e extends PostgresAdapter {}
    class t extends MysqlAdapter {}
    expect(kyselyStorage(withAdapter(new e())).schema.sql()).toContain('collate "C"')
    expect(kyselyStorage(withAdapter(new t())).schema.sql()).toContain('engine = InnoDB')
  })

  test('the kind of database that the host names is that', () => {
    const options = { dialect: 'postgres' } as const
    expect(kyselyStorage(withAdapter(new MssqlAdapter()), options).schema.sql()).toContain('collate "C"')
  })

  test('a schema and a prefix are where the tables are', () => {
    const sql = kyselyStorage(host.db, { schema: 'auth', prefix: 'pk_' }).schema.sql()
    expect(sql).toContain('create table if not exists "auth"."pk_passkeys"')
    expect(sql).not.toContain('latchkey_')
  })
})
