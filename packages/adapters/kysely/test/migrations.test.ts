import { kyselyStorage } from '@latchkey/kysely'
import { samplePasskey, sampleRpId, sampleTogether } from '@latchkey/testing'
import { Kysely, SqliteDialect } from 'kysely'
import Libsql from 'libsql'
import { describe, expect, test } from 'vitest'

const newest = 8

function open() {
  const file = new Libsql(':memory:')
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: file }) })
  const schema = kyselyStorage(db).schema
  if (schema === undefined) throw new TypeError('This adapter has a schema.')
  return { file, schema, storage: kyselyStorage(db) }
}

/** Tables and indexes as SQLite keeps them. */
function schemaOf(file: Libsql.Database): readonly unknown[] {
  return file.prepare('select type, name, sql from sqlite_master order by type, name').all()
}

describe('the schema of kyselyStorage', () => {
  test('an empty database is at 0', async () => {
    const { file, schema } = open()
    expect(await schema.status()).toEqual({ current: 0, wanted: newest })
    expect(schemaOf(file)).toEqual([])
  })

  test('migrating brings it to the newest', async () => {
    const { schema } = open()
    expect(await schema.migrate()).toEqual({ current: newest, wanted: newest })
    expect(await schema.status()).toEqual({ current: newest, wanted: newest })
  })

  test('every table is called latchkey_', async () => {
    const { file, schema } = open()
    await schema.migrate()
    const names = file.prepare("select name from sqlite_master where type = 'table' order by name").raw().all()
    expect(names.map(String)).toEqual(
      [
        'accounts',
        'codes',
        'deliveries',
        'endpoints',
        'events',
        'metadata',
        'migrations',
        'passkeys',
        'policies',
        'rates',
        'removed',
        'spent',
        'stored_policies',
      ].map((name) => `latchkey_${name}`),
    )
  })

  test('migrating twice changes nothing and loses nothing', async () => {
    const { file, schema, storage } = open()
    await schema.migrate()
    const before = schemaOf(file)
    await storage.passkeys.add(samplePasskey(), sampleTogether())
    expect(await schema.migrate()).toEqual({ current: newest, wanted: newest })
    expect(schemaOf(file)).toEqual(before)
    expect((await storage.passkeys.find(sampleRpId, samplePasskey().id))?.passkey).toEqual(samplePasskey())
  })

  test('20 simultaneous calls migrate once', async () => {
    const { schema } = open()
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => schema.migrate()))
    expect(new Set(outcomes.map(({ current }) => current))).toEqual(new Set([newest]))
  })

  test('the printed SQL makes the same schema, and counts as migrated', async () => {
    const [printed, migrated] = [open(), open()]
    printed.file.exec(printed.schema.sql())
    await migrated.schema.migrate()
    expect(schemaOf(printed.file)).toEqual(schemaOf(migrated.file))
    expect(await printed.schema.status()).toEqual({ current: newest, wanted: newest })
    expect(await printed.schema.migrate()).toEqual({ current: newest, wanted: newest })
  })

  test.each(['migrate()', 'itself'])('the printed SQL changes nothing after %s, and loses nothing', async (after) => {
    const { file, schema, storage } = open()
    if (after === 'itself') file.exec(schema.sql())
    else await schema.migrate()
    const before = schemaOf(file)
    await storage.passkeys.add(samplePasskey(), sampleTogether())
    expect(() => file.exec(schema.sql())).toThrow('duplicate column name')
    expect(schemaOf(file)).toEqual(before)
    expect(await schema.status()).toEqual({ current: newest, wanted: newest })
    expect((await storage.passkeys.find(sampleRpId, samplePasskey().id))?.passkey).toEqual(samplePasskey())
  })

  test('the printed SQL after the newest migration makes no table of ours but that of the migrations', () => {
    const { file, schema } = open()
    file.exec(schema.sql(newest))
    expect(file.prepare('select name from sqlite_master').raw().all().map(String)).toEqual(['latchkey_migrations'])
  })
})
