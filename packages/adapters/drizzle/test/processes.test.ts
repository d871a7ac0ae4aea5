import { storageRaces } from '@latchkey/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Child, startChild } from '../../../../test-support/two-processes/start-child.js'
import { databasesOf, empty, type Place } from './databases.js'
import { type OpenDatabase, openDatabase } from './open-database.js'

const shared = databasesOf('0.45').filter(({ isShared }) => isShared)
const program = new URL('./child.ts', import.meta.url)

describe.each(shared)('two processes with Drizzle on one $name', ({ version, create }) => {
  let place: Place
  let children: readonly [Child, Child]
  let open: OpenDatabase

  beforeAll(async () => {
    place = await create()
    children = await Promise.all([startChild(program, place.address), startChild(program, place.address)])
    open = openDatabase(version, place.address)
  })

  afterAll(async () => {
    await Promise.all(children.map((child) => child.stop()))
    await open.close()
    await place.remove()
  })

  test('migrate at once, and both end with the whole schema', async () => {
    const outcomes = await Promise.all(children.map((child) => child.tell({ order: 'migrate' })))
    const { wanted } = await open.storage.schema.status()
    expect(outcomes).toEqual([
      { current: wanted, wanted },
      { current: wanted, wanted },
    ])
  })

  test.each(storageRaces)('$name', async ({ name, contestants, prepare, judge }) => {
    await empty(open.db)
    await prepare(open.storage)
    const numbers = Array.from({ length: contestants }, (_, contestant) => contestant)
    const shares = [numbers.filter((number) => number % 2 === 0), numbers.filter((number) => number % 2 === 1)] as const
    const told = await Promise.all(
      children.map((child, at) => child.tell({ race: name, contestants: shares[at] ?? [] }) as Promise<string[]>),
    )
    await judge(
      numbers.map((number) => told[number % 2]?.[(number - (number % 2)) / 2] ?? ''),
      open.storage,
    )
  })
})
