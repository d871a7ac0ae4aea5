import { kyselyStorage } from '@latchkey/kysely'
import { sampleEvent, sampleTime } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { databases } from './databases.js'
import { openForTests } from './open-for-tests.js'

const later = sampleTime + 40 * 86_400_000
const events = Array.from({ length: 10 }, (_, number) => sampleEvent(number))
const onPostgres = databases.filter(({ name }) => name === 'PostgreSQL')

describe.each(onPostgres)('simultaneous sweeps on $name', ({ create }) => {
  const open = openForTests(create)

  test('neither wait for each other nor find the same', async () => {
    await open.storage.events.append(events)
    await open.storage.events.acknowledge(
      events.map(({ id }) => id),
      sampleTime,
    )
    const forgotten = await open.db.transaction().execute(async (transaction) => {
      const first = await kyselyStorage(transaction).sweep(later, 4)
      return [first.events, (await open.storage.sweep(later, 4)).events]
    })
    expect([...forgotten, (await open.storage.sweep(later, 4)).events]).toEqual([4, 4, 2])
  })
})
