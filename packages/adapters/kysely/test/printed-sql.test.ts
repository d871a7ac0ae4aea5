import { execFileSync } from 'node:child_process'
import { samplePasskey, sampleTogether } from '@latchkey/testing'
import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Place } from '../../../../test-support/adapters/place.js'
import { databases } from './databases.js'
import { type OpenDatabase, openDatabase } from './open-database.js'

/** The database's own client, and what it says of a schema. */
interface Client {
  readonly database: string
  readonly program: string
  options(address: URL): readonly string[]
  describe(db: Kysely<unknown>): Promise<unknown>
}

const clients: readonly Client[] = [
  {
    database: 'PostgreSQL',
    program: 'psql',
    options: ({ href }) => ['--no-psqlrc', '--quiet', '--set', 'ON_ERROR_STOP=1', href],
    describe: async (db) => {
      const columns = sql`
        select table_name, column_name, data_type, character_maximum_length, collation_name, is_nullable
        from information_schema.columns where table_schema = 'public' order by table_name, ordinal_position`
      const indexes = sql`select indexdef from pg_indexes where schemaname = 'public' order by indexname`
      return [(await columns.execute(db)).rows, (await indexes.execute(db)).rows]
    },
  },
  {
    database: 'MariaDB',
    program: 'mysql',
    options: ({ hostname, port, username, password, pathname }) => [
      `--host=${hostname}`,
      `--port=${port}`,
      `--user=${username}`,
      ...(password ? [`--password=${password}`] : []),
      pathname.slice(1),
    ],
    describe: async (db) => {
      const described = []
      for (const { name } of await db.introspection.getTables()) {
        described.push((await sql`show create table ${sql.table(name)}`.execute(db)).rows)
      }
      return described
    },
  },
]

function isHere({ program }: Client): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    const message = `the printed SQL in ${program} (not installed)`
    if (process.env.CI) throw new Error(message)
    console.log(`NOT RUN: ${message}`)
    return false
  }
}

const here = clients.flatMap((client) => {
  const database = databases.find(({ name }) => name === client.database)
  return database && isHere(client) ? [{ ...client, create: database.create }] : []
})

describe.each(here)('the printed SQL, run by $program', ({ create, program, options, describe: describeSchema }) => {
  let places: readonly Place[]
  let printed: OpenDatabase
  let migrated: OpenDatabase

  const run = (address: string, input: string) =>
    execFileSync(program, options(new URL(address)), { input, stdio: ['pipe', 'ignore', 'pipe'] })

  beforeAll(async () => {
    const [first, second] = [await create(), await create()]
    places = [first, second]
    printed = openDatabase(first.address)
    migrated = openDatabase(second.address)
    run(first.address, printed.storage.schema?.sql() ?? '')
    await migrated.storage.schema?.migrate()
  })

  afterAll(async () => {
    await Promise.all([printed.db.destroy(), migrated.db.destroy()])
    await Promise.all(places.map((place) => place.remove()))
  })

  test('makes the same schema as migrate()', async () => {
    expect(await describeSchema(printed.db)).toEqual(await describeSchema(migrated.db))
  })

  test.each([
    { after: 'itself', place: () => printed, address: () => places[0]?.address ?? '' },
    { after: 'migrate()', place: () => migrated, address: () => places[1]?.address ?? '' },
  ])('changes nothing after $after, and loses nothing', async ({ place, address }) => {
    const { db, storage } = place()
    await storage.rates.hit('key', 60, 0)
    const before = await describeSchema(db)
    run(address(), storage.schema?.sql() ?? '')
    expect(await describeSchema(db)).toEqual(before)
    expect((await storage.rates.read('key', 0)).count).toBe(1)
    const status = await storage.schema?.status()
    expect(status?.current).toBe(status?.wanted)
  })

  test('counts as migrated, and serves', async () => {
    const newest = await migrated.storage.schema?.status()
    expect(await printed.storage.schema?.status()).toEqual(newest)
    expect(await printed.storage.schema?.migrate()).toEqual(newest)
    expect(await printed.storage.passkeys.add(samplePasskey(), sampleTogether())).toBe('added')
  })
})
