import { type App, createApp } from '../app.js'
import { type Person, prepareEnroll, prepareSignIn } from '../calls/prepare-calls.js'
import { findFinalViolations } from '../checks/checks.js'
import type { Ceremony, Outcome } from '../journal/journal-line.js'
import { drainEvents } from '../stage/drain-events.js'
import { openStage, type Stage } from '../stage/stage.js'
import type { Finding, Setting } from './scenario.js'

const hour = 3_600_000

const clocks = { slow: -hour, right: 0, fast: hour } as const
type Clock = keyof typeof clocks

interface Row {
  readonly sealedBy: Clock
  readonly finishedBy: Clock
  readonly told: Outcome
}

/** The result for an envelope that another process has sealed, when one of the two clocks is an hour wrong. */
const rows: readonly Row[] = [
  { sealedBy: 'fast', finishedBy: 'right', told: 'ceremony_invalid' },
  { sealedBy: 'right', finishedBy: 'slow', told: 'ceremony_invalid' },
  { sealedBy: 'right', finishedBy: 'fast', told: 'ceremony_expired' },
  { sealedBy: 'slow', finishedBy: 'right', told: 'ceremony_expired' },
  { sealedBy: 'fast', finishedBy: 'fast', told: 'success' },
  { sealedBy: 'slow', finishedBy: 'slow', told: 'success' },
]

type Apps = Readonly<Record<Clock, App>>

interface ClockSetting {
  readonly stage: Stage
  readonly apps: Apps
  readonly person: Person
}

/** The clock of one process is an hour off: what it seals, what it opens, what it sweeps. */
export async function setClockWrong({ server, rounds }: Setting): Promise<Finding> {
  const stage = await openStage(server, 'clocks')
  const apps: Apps = {
    slow: createApp(stage.app.storage, () => Date.now() + clocks.slow),
    right: stage.app,
    fast: createApp(stage.app.storage, () => Date.now() + clocks.fast),
  }
  try {
    const wrong: string[] = []
    for (let round = 0; round < rounds; round++) {
      const person = await enroll(stage, `user-${round}`)
      const setting = { stage, apps, person }
      for (const row of rows) wrong.push(...(await tryRow(setting, row)))
      wrong.push(...(await sweepWrongly(setting)))
    }
    await drainEvents(stage)
    const violations = findFinalViolations(await stage.takeEvidence())
    const left = violations.filter(({ what }) => !isAboutClock(what)).map(({ what }) => what)
    return { done: `${rounds * (rows.length + 1)} ceremonies between clocks an hour apart`, wrong: [...wrong, ...left] }
  } finally {
    await stage.close()
  }
}

/** Those refusals are what the rows ask for. */
function isAboutClock(what: string): boolean {
  return /ceremony_(invalid|expired)$/.test(what)
}

async function tryRow({ stage, apps, person }: ClockSetting, row: Row): Promise<readonly string[]> {
  const call = await prepareSignIn(apps[row.sealedBy], person)
  const told = await stage.journal.call('clock', apps[row.finishedBy], call)
  const what = `sealed by the ${row.sealedBy} clock, finished by the ${row.finishedBy} one`
  return told === row.told ? [] : [`${what}: told ${told}; ${row.told} is right`]
}

/** Whichever clock sweeps, a spent ceremony stays spent for all three. */
async function sweepWrongly({ stage, apps, person }: ClockSetting): Promise<readonly string[]> {
  const call: Ceremony = await prepareSignIn(stage.app, person)
  await stage.journal.call('clock', stage.app, call)
  for (const app of Object.values(apps)) await app.passkeys.sweep()
  const told: Outcome[] = []
  for (const app of Object.values(apps)) told.push(await stage.journal.call('clock', app, call))
  const wanted = ['ceremony_invalid', 'ceremony_spent', 'ceremony_expired']
  return told.join() === wanted.join() ? [] : [`finished again after wrong sweeps: ${told.join()}`]
}

async function enroll(stage: Stage, userId: string): Promise<Person> {
  const { call, person } = await prepareEnroll(stage.app, userId)
  await stage.journal.call('prepare', stage.app, call)
  return person
}
