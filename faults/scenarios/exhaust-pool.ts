import type { Kysely } from 'kysely'
import { type App, createApp } from '../app.js'
import { prepareEnroll, prepareSignIn } from '../calls/prepare-calls.js'
import { findFinalViolations } from '../checks/checks.js'
import type { Call, Outcome } from '../journal/journal-line.js'
import { openDatabase } from '../open-database.js'
import { drainEvents } from '../stage/drain-events.js'
import { openStage, type Stage } from '../stage/stage.js'
import type { Finding, Setting } from './scenario.js'

const connections = 2
const atOnce = 50

/**
 * Fifty simultaneous calls on two connections: without a time-out all of them wait and succeed; with one, and the
 * connections taken by others, all get `storage_unavailable`, nothing has changed, and then calls succeed again.
 */
export async function exhaustPool({ server, rounds }: Setting): Promise<Finding> {
  const stage = await openStage(server, 'pool')
  try {
    const wrong: string[] = []
    for (let round = 0; round < rounds; round++) {
      wrong.push(...(await waitForConnections(stage, `patient-${round}`)))
      wrong.push(...(await timeOut(stage, `hasty-${round}`)))
    }
    await drainEvents(stage)
    wrong.push(...findFinalViolations(await stage.takeEvidence()).map(({ what }) => what))
    return { done: `${atOnce} calls at once on ${connections} connections, ${2 * rounds} times`, wrong }
  } finally {
    await stage.close()
  }
}

async function waitForConnections(stage: Stage, name: string): Promise<readonly string[]> {
  const calls = await prepareCalls(stage, name)
  const { db, storage } = openDatabase({ address: stage.address, name, connections })
  const told = await callAll(stage, createApp(storage), calls)
  await db.destroy()
  return unlessAll(told, 'success', 'with time to wait')
}

async function timeOut(stage: Stage, name: string): Promise<readonly string[]> {
  const calls = await prepareCalls(stage, name)
  const { db, storage } = openDatabase({ address: stage.address, name, connections, connectionTimeoutMs: 50 })
  const app = createApp(storage)
  const release = await takeConnections(db)
  const away = await callAll(stage, app, calls)
  await release()
  const back = await callOneByOne(stage, app, calls)
  await db.destroy()
  return [...unlessAll(away, 'unknown', 'without a connection'), ...unlessAll(back, 'success', 'afterwards')]
}

/** Half of them enroll, half sign in. */
async function prepareCalls(stage: Stage, name: string): Promise<readonly Call[]> {
  const calls: Call[] = []
  for (let number = 0; number < atOnce / 2; number++) {
    const signsIn = await prepareEnroll(stage.app, `${name}-in-${number}`)
    await stage.journal.call('prepare', stage.app, signsIn.call)
    calls.push(await prepareSignIn(stage.app, signsIn.person))
    calls.push((await prepareEnroll(stage.app, `${name}-new-${number}`)).call)
  }
  return calls
}

function callAll({ journal }: Stage, app: App, calls: readonly Call[]): Promise<readonly Outcome[]> {
  return Promise.all(calls.map((call, index) => journal.call(`at-once-${index}`, app, call)))
}

async function callOneByOne({ journal }: Stage, app: App, calls: readonly Call[]): Promise<readonly Outcome[]> {
  const told: Outcome[] = []
  for (const call of calls) told.push(await journal.call('again', app, call))
  return told
}

/** Holds every connection of the pool until the returned function releases them. */
async function takeConnections(db: Kysely<unknown>): Promise<() => Promise<void>> {
  const held = await Promise.all(Array.from({ length: connections }, () => holdConnection(db)))
  return async () => {
    for (const { release, released } of held) {
      release()
      await released
    }
  }
}

interface HeldConnection {
  readonly release: () => void
  readonly released: Promise<void>
}

/** Asks again when the server was slower to open it than the pool is to wait. */
async function holdConnection(db: Kysely<unknown>): Promise<HeldConnection> {
  for (;;) {
    const held = await new Promise<HeldConnection | undefined>((resolve) => {
      const released = db.connection().execute(() => new Promise<void>((release) => resolve({ release, released })))
      released.catch(() => resolve(undefined))
    })
    if (held) return held
  }
}

function unlessAll(told: readonly Outcome[], wanted: Outcome, when: string): readonly string[] {
  return told.filter((outcome) => outcome !== wanted).map((outcome) => `${when}, a call was told ${outcome}`)
}
