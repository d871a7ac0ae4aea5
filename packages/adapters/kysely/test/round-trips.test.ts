import { sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { countVerbs } from '../../../../test-support/counts/count-verbs.js'
import { databaseKinds } from '../../../../test-support/databases/database-kinds.js'
import { startHere } from './start-here.js'

const here = (await Promise.all(databaseKinds.map(startHere))).flat()

afterAll(async () => {
  for (const { running } of here) await running.stop()
})

const nothing = { roundTrips: 0, statements: 0, prepared: 0 }

describe.each(here)('what the verbs of core ask of $name', async ({ kind, running }) => {
  const database = await kind.openCounted(await running.create('round_trips'))
  const counts = await countVerbs(database)
  afterAll(() => database.close())

  test('a sign-in without a user name begins without the database', () => {
    expect(counts['sign-in begin, without a user name']).toEqual(nothing)
  })

  test.each(['sign-in begin, with an identifier', 'enroll begin'])('%s is one statement', (verb) => {
    expect(counts[verb]?.statements).toBe(1)
  })

  test('no statement stays prepared on the server, so a pooler may hand each one to another connection', () => {
    for (const [verb, { prepared }] of Object.entries(counts)) expect(prepared, verb).toBe(0)
  })

  test('the same is counted again', async () => {
    const again = await kind.openCounted(await running.create('round_trips_again'))
    expect(await countVerbs(again)).toEqual(counts)
    await again.close()
  })

  if (kind.isRemote) {
    test('each statement is one round trip: the driver adds none of its own', () => {
      for (const [verb, { roundTrips, statements }] of Object.entries(counts)) expect(roundTrips, verb).toBe(statements)
    })

    test('a statement counts one, a transaction around it two more', async () => {
      database.reset()
      await sql`select ${'a value'}`.execute(database.db)
      expect(database.counts).toEqual({ roundTrips: 1, statements: 1, prepared: 0 })
      await database.db.transaction().execute((transaction) => sql`select 1`.execute(transaction))
      expect(database.counts).toEqual({ roundTrips: 4, statements: 4, prepared: 0 })
    })
  }
})

describe.each(here.filter(({ name }) => name === 'PostgreSQL' || name === 'PGlite'))(
  'on $name',
  async ({ kind, running }) => {
    const database = await kind.openCounted(await running.create('finish'))
    const counts = await countVerbs(database)
    afterAll(() => database.close())

    test.each(['sign-in finish', 'enroll finish'])('%s is two statements: one reads, one writes', (verb) => {
      expect(counts[verb]).toEqual({ roundTrips: kind.isRemote ? 2 : 0, statements: 2, prepared: 0 })
    })
  },
)
