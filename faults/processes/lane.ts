import type { Random } from '../../test-support/random.js'
import type { App } from '../app.js'
import { type Person, prepareEnroll, preparePolicy, prepareRemoval, prepareSignIn } from '../calls/prepare-calls.js'
import type { Journal } from '../journal/open-journal.js'

/** One stream of calls, made one after another, by people whose authenticators no other lane has. */
export interface Lane {
  readonly name: string
  readonly app: App
  readonly journal: Journal
  readonly random: Random
  /** Users that are shared with lanes of other processes. */
  readonly userIds: readonly string[]
  /** The passkeys that this lane has enrolled and not removed, by the results it received. */
  readonly people: Person[]
}

interface Step {
  readonly weight: number
  take(lane: Lane): Promise<void>
}

/** What a lane does, and how often. */
const steps: readonly Step[] = [
  { weight: 30, take: enroll },
  { weight: 45, take: signIn },
  { weight: 15, take: remove },
  { weight: 10, take: writePolicy },
]

const weighted = steps.flatMap((step) => Array.from({ length: step.weight }, () => step))

/** Does one thing. */
export async function takeStep(lane: Lane): Promise<void> {
  await lane.random.pick(weighted).take(lane)
}

async function enroll({ name, app, journal, random, userIds, people }: Lane): Promise<void> {
  const { call, person } = await prepareEnroll(app, random.pick(userIds))
  if ((await journal.call(name, app, call)) === 'success') people.push(person)
}

async function signIn(lane: Lane): Promise<void> {
  const { name, app, journal, random, people } = lane
  if (people.length === 0) return enroll(lane)
  await journal.call(name, app, await prepareSignIn(app, random.pick(people)))
}

async function remove(lane: Lane): Promise<void> {
  const { name, app, journal, random, people } = lane
  if (people.length === 0) return enroll(lane)
  const person = random.pick(people)
  people.splice(people.indexOf(person), 1)
  await journal.call(name, app, prepareRemoval(person))
}

async function writePolicy({ name, app, journal, random }: Lane): Promise<void> {
  await journal.call(name, app, await preparePolicy(app, random))
}
