import { samplePasskey, sampleRpId, sampleTogether } from '@latchkey/testing'
import { type ColumnMetadata, type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Place } from '../../../../test-support/adapters/place.js'
import { databases } from './databases.js'
import { type OpenDatabase, openDatabase } from './open-database.js'

/** Each kind of database once: PGlite is a PostgreSQL. */
const engines = databases.filter(({ name }) => name !== 'PGlite')

/** A new migration adds its number here. */
const numbers = [0, 1, 2, 3, 4, 5, 6, 7, 8]

describe.each(engines)('the schema of kyselyStorage on $name', ({ create }) => {
  describe.each(numbers)('brought from migration %i to the newest', (number) => {
    let place: Place
    let open: OpenDatabase
    let before: readonly FilledTable[]

    beforeAll(async () => {
      place = await create()
      open = openDatabase(place.address)
      for (const statement of statementsUpTo(open, number)) await sql.raw(statement).execute(open.db)
      before = await fillTables(open.db)
      await open.storage.schema?.migrate()
    })

    afterAll(async () => {
      await open.db.destroy()
      await place.remove()
    })

    test('it is at the newest, and migrating again changes nothing', async () => {
      const newest = { current: numbers.at(-1), wanted: numbers.at(-1) }
      expect(await open.storage.schema?.status()).toEqual(newest)
      expect(await open.storage.schema?.migrate()).toEqual(newest)
    })

    test('every row that was there is there, with its values', async () => {
      for (const { name, row } of before) {
        const { rows } = await sql`select * from ${sql.table(name)}`.execute(open.db)
        expect(rows, name).toContainEqual(expect.objectContaining(row))
      }
    })

    test('tables are added, none is taken away', async () => {
      const names = (await tablesOf(open.db)).map(({ name }) => name)
      expect(names).toEqual(expect.arrayContaining(before.map(({ name }) => name)))
      expect(names).toHaveLength(13)
    })

    test('it serves', async () => {
      const { passkeys } = open.storage
      expect(await passkeys.add(samplePasskey(), sampleTogether())).toBe('added')
      expect((await passkeys.find(sampleRpId, samplePasskey().id))?.passkey).toEqual(samplePasskey())
    })
  })
})

/** What a host's own tool ran, when the newest migration was this one. */
function statementsUpTo({ storage: { schema } }: OpenDatabase, number: number): readonly string[] {
  if (number === 0) return []
  const printed = (from: number) => (schema?.sql(from) ?? '').split(';\n').filter((statement) => statement !== '')
  const [all, later] = [printed(0), printed(number)]
  // Both begin with the table that remembers what was run.
  return all.slice(0, all.length - later.length + 1)
}

interface FilledTable {
  readonly name: string
  readonly row: object
}

async function tablesOf(db: Kysely<unknown>) {
  const tables = await db.introspection.getTables()
  return tables.filter(({ name }) => name.startsWith('latchkey_'))
}

/** One row in each table there is, with a value in every column, as the database then gives it back. */
async function fillTables(db: Kysely<unknown>): Promise<readonly FilledTable[]> {
  const filled: FilledTable[] = []
  for (const { name, columns } of await tablesOf(db)) {
    if (name !== 'latchkey_migrations') {
      const names = sql.join(columns.map((column) => sql.ref(column.name)))
      await sql`insert into ${sql.table(name)} (${names}) values (${sql.join(columns.map(sampleValue))})`.execute(db)
    }
    const { rows } = await sql<object>`select * from ${sql.table(name)}`.execute(db)
    filled.push(...rows.map((row) => ({ name, row })))
  }
  return filled
}

function sampleValue({ dataType }: ColumnMetadata): unknown {
  if (/int/i.test(dataType)) return 7
  return /blob|bytea/i.test(dataType) ? Buffer.from([0, 255]) : 'stored'
}
