import { samplePasskey, sampleRpId, sampleTogether } from '@latchkey/testing'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { databases } from './databases.js'
import { openDatabase } from './open-database.js'

const postgres = databases.filter(({ name }) => name === 'PostgreSQL')

describe.each(postgres)('kyselyStorage on $name', ({ create }) => {
  test('has its tables in the first schema of search_path, and finds them there', async () => {
    const place = await create()
    const host = openDatabase(place.address)
    await sql`create schema auth`.execute(host.db)
    const { db, storage } = openDatabase(`${place.address}?options=-c%20search_path%3Dauth`)
    await storage.schema?.migrate()
    expect(await storage.passkeys.add(samplePasskey(), sampleTogether())).toBe('added')
    expect((await storage.passkeys.listByUser(sampleRpId, 'alice')).passkeys).toEqual([samplePasskey()])
    const tables = await host.db.introspection.getTables()
    expect(tables.length).toBe(13)
    expect(new Set(tables.map(({ schema }) => schema))).toEqual(new Set(['auth']))
    await Promise.all([db.destroy(), host.db.destroy()])
    await place.remove()
  })
})
