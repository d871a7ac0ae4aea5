import { sampleEvent } from '@latchkey/testing'
import { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OpenLogged, openLogged } from './open-logged.js'

const { rpId } = sampleEvent(0)
const target = { rpId, endpoint: 'hook' }

/** What takes the first of many that wait, and must not read all of them to find out which are first. */
const takingFirst = [
  { verb: 'deliveries.enqueue', take: ({ storage }: OpenLogged) => storage.deliveries?.enqueue(rpId, 10, 1) },
  {
    verb: 'deliveries.claim',
    take: ({ storage }: OpenLogged) => storage.deliveries?.claim(target, { limit: 10, leaseMs: 1, now: 1 }),
  },
]

/** MariaDB's planner chooses by what is in the tables. */
const dialects = openLogged.filter(({ name }) => name !== 'mysql')

describe.each(dialects)('on $name, where the planner has no statistics,', ({ name, open }) => {
  let database: OpenLogged
  beforeAll(async () => {
    database = await open()
    await database.storage.deliveries?.openEndpoint(target, 1)
    await database.storage.events.append([sampleEvent(0)])
  })
  afterAll(() => database.close())

  test.each(takingFirst)('$verb goes along an index, and sorts nothing', async ({ take }) => {
    database.logged.length = 0
    await take(database)
    const ordered = database.logged.filter(({ sql }) => !sql.startsWith('explain') && sql.includes('order by'))
    expect(ordered).not.toEqual([])
    const explain = name === 'sqlite' ? 'explain query plan' : 'explain'
    for (const query of ordered) {
      const explained = CompiledQuery.raw(`${explain} ${query.sql}`, [...query.parameters])
      const { rows } = await database.db.executeQuery(explained)
      expect(JSON.stringify(rows)).not.toMatch(/Sort|B-TREE FOR ORDER BY/)
    }
  })
})
