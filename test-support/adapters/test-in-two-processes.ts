import type { PasskeyStorage } from '@latchkey/storage'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BundledProgram, bundleProgram } from '../two-processes/bundle-program.js'
import { type Child, startChild } from '../two-processes/start-child.js'
import { racesOn } from './contract-cases.js'
import type { Place } from './place.js'

/** What the tests need of an adapter. */
export interface TwoProcesses {
  readonly title: string
  /** Whether `npm test` runs every race, or one of each store. */
  readonly isWhole: boolean
  /** Obeys its parent on the database that is its argument. */
  readonly program: URL
  create(): Promise<Place>
  open(address: string): OpenHere
}

/** The same database, in the process of the tests. */
export interface OpenHere {
  readonly storage: PasskeyStorage
  /** Deletes all rows. */
  empty(): Promise<void>
  close(): Promise<void>
}

/** Two processes migrate one database at once, and then run races of the storage contract on it. */
export function testInTwoProcesses({ title, isWhole, program, create, open }: TwoProcesses): void {
  describe(title, () => {
    let place: Place
    let bundled: BundledProgram
    let children: readonly [Child, Child]
    let here: OpenHere

    beforeAll(async () => {
      place = await create()
      bundled = await bundleProgram(program, new URL('../node_modules/', program))
      const start = () => startChild(bundled.path, place.address)
      children = await Promise.all([start(), start()])
      here = open(place.address)
    })

    afterAll(async () => {
      await Promise.all(children.map((child) => child.stop()))
      await here.close()
      bundled.remove()
      await place.remove()
    })

    test('migrate at once, and both end with the whole schema', async () => {
      const outcomes = await Promise.all(children.map((child) => child.tell({ order: 'migrate' })))
      const { wanted } = (await here.storage.schema?.status()) ?? {}
      expect(wanted).toBeGreaterThan(0)
      expect(outcomes).toEqual([
        { current: wanted, wanted },
        { current: wanted, wanted },
      ])
    })

    test.each(racesOn({ isWhole }))('$name', async ({ name, contestants, prepare, judge }) => {
      await here.empty()
      await prepare(here.storage)
      const numbers = Array.from({ length: contestants }, (_, contestant) => contestant)
      const shares = [
        numbers.filter((number) => number % 2 === 0),
        numbers.filter((number) => number % 2 === 1),
      ] as const
      const told = await Promise.all(
        children.map((child, at) => child.tell({ race: name, contestants: shares[at] ?? [] }) as Promise<string[]>),
      )
      await judge(
        numbers.map((number) => told[number % 2]?.[(number - (number % 2)) / 2] ?? ''),
        here.storage,
      )
    })
  })
}
