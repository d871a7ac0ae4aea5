import { kyselyStorage, SchemaError } from '@latchkey/kysely'
import { sampleCredentialId, sampleRpId } from '@latchkey/testing'
import { Kysely, SqliteDialect, sql } from 'kysely'
import Libsql from 'libsql'
import { describe, expect, test } from 'vitest'

function open() {
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: new Libsql(':memory:') }) })
  return { db, storage: kyselyStorage(db) }
}

describe('tables that are not those that this version works with', () => {
  test('none at all: each verb says which migration the database is at, which is wanted, and the command', async () => {
    const { storage } = open()
    const attempts = [
      storage.passkeys.find(sampleRpId, sampleCredentialId()),
      storage.policies.read(['environment']),
      storage.rates.hit('key', 60, 0),
      storage.sweep(0, 1),
    ]
    for (const outcome of await Promise.allSettled(attempts)) {
      expect(outcome).toMatchObject({ reason: { name: 'SchemaError', current: 0, wanted: 1 } })
      expect(outcome).toMatchObject({ reason: { message: expect.stringContaining('run `latchkey migrate`') } })
    }
  })

  test('newer than this version knows: status says so, migrating refuses and says what to do', async () => {
    const { db, storage } = open()
    await storage.schema?.migrate()
    await sql`insert into latchkey_migrations (number) values (2)`.execute(db)
    expect(await storage.schema?.status()).toEqual({ current: 2, wanted: 1 })
    const attempt = storage.schema?.migrate()
    await expect(attempt).rejects.toBeInstanceOf(SchemaError)
    await expect(attempt).rejects.toThrow('at migration 2, and this version of @latchkey/kysely works with 1: update')
  })

  test('an error that has nothing to do with the tables passes through as it is', async () => {
    const { db, storage } = open()
    await storage.schema?.migrate()
    await db.destroy()
    await expect(storage.policies.read(['environment'])).rejects.not.toBeInstanceOf(SchemaError)
  })
})
