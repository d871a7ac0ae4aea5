import { kyselyStorage } from '@latchkey/kysely'
import {
  sampleCredentialId,
  sampleEvent,
  samplePasskey,
  sampleRpId,
  sampleSpend,
  sampleTogether,
} from '@latchkey/testing'
import { CamelCasePlugin, DummyDriver, Kysely, MssqlAdapter, SqliteDialect, SqliteQueryCompiler } from 'kysely'
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

  test('a database of another kind is refused when the storage is made', () => {
    const db = new Kysely<AppTables>({
      dialect: {
        createAdapter: () => new MssqlAdapter(),
        createDriver: () => new DummyDriver(),
        createIntrospector: (kysely) =>
          new SqliteDialect({ database: new Libsql(':memory:') }).createIntrospector(kysely),
        createQueryCompiler: () => new SqliteQueryCompiler(),
      },
    })
    expect(() => kyselyStorage(db)).toThrow(TypeError)
  })
})

describe('kyselyStorage in a transaction that the host has begun', () => {
  test('what it does holds when the host commits, and is gone when the host rolls back', async () => {
    const enroll = (id: string) =>
      host.db.transaction().execute(async (transaction) => {
        const { passkeys } = kyselyStorage(transaction)
        const spend = [sampleSpend(id)]
        expect(await passkeys.add(samplePasskey(), sampleTogether({ spend }))).toBe('added')
        if (id === 'undone') throw new Error('The host thinks better of it.')
      })
    await expect(enroll('undone')).rejects.toThrow('thinks better')
    expect(await host.storage.passkeys.listByUser(sampleRpId, 'alice')).toEqual({ passkeys: [] })
    await enroll('done')
    expect((await host.storage.passkeys.listByUser(sampleRpId, 'alice')).passkeys).toHaveLength(1)
  })

  test('a refusal undoes its own part, and the transaction goes on', async () => {
    await host.storage.passkeys.add(samplePasskey(), sampleTogether())
    await host.db.transaction().execute(async (transaction) => {
      await transaction.insertInto('appUsers').values({ userId: 'bob', fullName: 'Bob' }).execute()
      const { passkeys } = kyselyStorage(transaction)
      const spend = [sampleSpend('another')]
      const together = sampleTogether({ spend, accountVersion: 1, limit: 1 })
      expect(await passkeys.add(samplePasskey(), together)).toBe('limit_reached')
      expect(await passkeys.isSpent('another')).toBe(false)
    })
    expect(await host.db.selectFrom('appUsers').select('userId').execute()).toEqual([{ userId: 'bob' }])
  })
})
