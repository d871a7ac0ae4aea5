import { type App, createApp, type Person } from '../../../test-support/app.js'
import type {
  InspectedKind,
  OpenDatabase,
  RunningDatabase,
  TableBytes,
} from '../../../test-support/databases/database-kind.js'
import { percentile } from '../../report/percentile.js'
import { answerSignIns, measureSignIns } from '../sign-ins/measure-sign-ins.js'
import { type CheckedPlans, checkPlans } from './check-plans.js'
import { fill } from './fill.js'
import { type FillerTable, fillerTables } from './filler-rows.js'

export interface GrowthInput {
  readonly kind: InspectedKind
  readonly running: RunningDatabase
  /** Numbers of passkeys, the smallest first. */
  readonly sizes: readonly number[]
  readonly people: number
  readonly rounds: number
}

export interface Growth {
  readonly sizes: readonly GrowthRow[]
  /** At the largest size. */
  readonly plans: CheckedPlans
  /** At the largest size: bytes for each row. */
  readonly bytes: Readonly<Record<FillerTable, TableBytes>>
}

export interface GrowthRow {
  readonly passkeys: number
  readonly p50: number
  readonly p99: number
}

interface Place {
  readonly passkeys: number
  readonly address: string
  readonly database: OpenDatabase
  readonly app: App
  readonly people: readonly Person[]
  readonly milliseconds: number[]
}

/**
 * Sign-ins one after another at each size. The sizes take turns, so that whatever else the machine does meets all of
 * them alike. Commits do not wait for the disk: that time is the same at every size and would hide what grows.
 */
export async function measureGrowth(input: GrowthInput): Promise<Growth> {
  const places: Place[] = []
  try {
    for (const passkeys of input.sizes) places.push(await makePlace(input, passkeys))
    return await measurePlaces(input, places)
  } finally {
    for (const { database } of places) await database.close()
  }
}

async function measurePlaces({ kind, rounds }: GrowthInput, places: readonly Place[]): Promise<Growth> {
  for (const place of places) await measureRound(place)
  for (const { milliseconds } of places) milliseconds.length = 0
  for (let round = 0; round < rounds; round++) {
    for (const place of round % 2 === 0 ? places : places.toReversed()) await measureRound(place)
  }
  const sizes = places.map(({ passkeys, milliseconds }) => ({
    passkeys,
    p50: percentile(milliseconds, 0.5),
    p99: percentile(milliseconds, 0.99),
  }))
  const largest = places.at(-1)
  if (!largest) throw new RangeError('At least one size is needed.')
  const bytes = await bytesPerRow(kind, largest)
  const plans = await checkPlans(kind, largest.address)
  return { sizes, plans, bytes }
}

async function makePlace({ kind, running, people }: GrowthInput, passkeys: number): Promise<Place> {
  const address = await running.create(`growth_${passkeys}`, 'not synced')
  const database = kind.open(address)
  const app = createApp(database.storage)
  const enrolled = await fill({ app, database, passkeys, people })
  await kind.analyze(database.db)
  return { passkeys, address, database, app, people: enrolled, milliseconds: [] }
}

async function measureRound({ app, people, milliseconds }: Place): Promise<void> {
  const measured = await measureSignIns(app, await answerSignIns(app, people), 1)
  milliseconds.push(...measured.milliseconds)
}

async function bytesPerRow(kind: InspectedKind, { passkeys, database }: Place): Promise<Growth['bytes']> {
  const measured = Object.entries(fillerTables).map(async ([table, { share }]) => {
    const { rows, indexes } = await kind.bytesOf(database.db, table)
    return [table, { rows: rows / (passkeys * share), indexes: indexes / (passkeys * share) }] as const
  })
  return Object.fromEntries(await Promise.all(measured)) as Growth['bytes']
}
