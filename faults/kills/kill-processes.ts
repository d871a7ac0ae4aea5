import { setTimeout as pause } from 'node:timers/promises'
import type { Random } from '../../test-support/random.js'
import { findViolations, type Violation } from '../checks/checks.js'
import { type Tallies, tallyJournals } from '../report/tallies.js'
import type { DatabaseServer } from '../servers/database-server.js'
import { type Crew, startCrew } from '../stage/crew.js'
import { endLoad } from '../stage/end-load.js'
import { finishAgain } from '../stage/finish-again.js'
import { openStage, type Stage } from '../stage/stage.js'

export interface KillProcesses {
  readonly server: DatabaseServer
  /** Names the database. */
  readonly name: string
  readonly kills: number
  readonly random: Random
}

export interface Killed {
  readonly kills: number
  readonly tallies: Tallies
  readonly violations: readonly Violation[]
}

const longestLifeMs = 400

/** Kills processes under load at random moments, one after another, and checks everything after each and at the end. */
export async function killProcesses({ server, name, kills, random }: KillProcesses): Promise<Killed> {
  const stage = await openStage(server, name)
  const crew = await startCrew(stage, random)
  try {
    const found: Violation[] = []
    for (let kill = 0; kill < kills; kill++) found.push(...(await killOne(stage, crew, random)))
    found.push(...(await endLoad(stage, crew)))
    return { kills, tallies: tallyJournals(stage.read()), violations: onceEach(found) }
  } finally {
    await crew.killAll()
    await stage.close()
  }
}

async function killOne(stage: Stage, crew: Crew, random: Random): Promise<readonly Violation[]> {
  const victim = random.pick(crew.running)
  await victim.ready
  await pause(random.below(longestLifeMs))
  await crew.replace(victim)
  const calls = stage.read().calls.filter(({ writer }) => writer === victim.orders.name)
  await finishAgain(stage, calls)
  return findViolations(await stage.takeEvidence())
}

/** A violation is found again after each later kill; report it once. */
function onceEach(violations: readonly Violation[]): readonly Violation[] {
  return [...new Map(violations.map((it) => [it.what, it])).values()]
}
