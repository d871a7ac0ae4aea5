import { SchemaError } from '@latchkey/kysely'
import { sampleEvent } from '@latchkey/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Place } from '../../../../test-support/adapters/place.js'
import { databases } from './databases.js'
import { type OpenDatabase, openDatabase } from './open-database.js'
import { storageVerbs } from './storage-verbs.js'

/** A new migration raises it. */
const newest = 8

const verbs = Object.entries(storageVerbs).map(([verb, act]) => ({ verb, act }))

describe.each(databases)('tables that are not those that this version works with, on $name', ({ create }) => {
  let place: Place
  let open: OpenDatabase

  beforeAll(async () => {
    place = await create()
    open = openDatabase(place.address)
  })

  afterAll(async () => {
    await open.db.destroy()
    await place.remove()
  })

  test.each(verbs)(
    'none at all: $verb says at which migration the database is, which is wanted, and the command',
    async ({ act }) => {
      await expect(act(open.storage)).rejects.toMatchObject({
        name: 'SchemaError',
        current: 0,
        wanted: newest,
        message: expect.stringContaining('run `latchkey migrate`'),
      })
    },
  )

  test('a missing column is reported as well', async () => {
    await open.storage.schema?.migrate()
    await sql`alter table latchkey_rates drop column count`.execute(open.db)
    await sql`delete from latchkey_migrations`.execute(open.db)
    await expect(open.storage.rates.hit('key', 60, 0)).rejects.toBeInstanceOf(SchemaError)
    await expect(open.storage.rates.read('key', 0)).resolves.toEqual({ count: 0, resetsAt: 0 })
  })

  test('newer than this version knows: status says so, migrating refuses and says what to do', async () => {
    await sql`insert into latchkey_migrations (number) values (${newest + 1})`.execute(open.db)
    expect(await open.storage.schema?.status()).toEqual({ current: newest + 1, wanted: newest })
    const attempt = open.storage.schema?.migrate()
    await expect(attempt).rejects.toBeInstanceOf(SchemaError)
    await expect(attempt).rejects.toThrow(
      `at migration ${newest + 1}, and this version of the package works with ${newest}: update`,
    )
  })

  test('newer than this version knows: the verbs go on, because migrations only add', async () => {
    expect(await open.storage.events.claim(10, 1, 0)).toEqual([])
  })

  test('an error that has nothing to do with the tables passes through as it is', async () => {
    await open.storage.events.append([sampleEvent(1)])
    const attempt = open.storage.events.append([sampleEvent(1)])
    await expect(attempt).rejects.toBeInstanceOf(Error)
    await expect(attempt).rejects.not.toBeInstanceOf(SchemaError)
  })
})
