import { setTimeout as pause } from 'node:timers/promises'
import { findViolations, type Violation } from '../checks/checks.js'
import { instant } from '../journal/open-journal.js'
import { tallyJournals } from '../report/tallies.js'
import { type Crew, startCrew } from '../stage/crew.js'
import { endLoad } from '../stage/end-load.js'
import { openStage, type Stage } from '../stage/stage.js'
import type { Finding, Setting } from './scenario.js'

export interface LoadFault {
  /** Names the database. */
  readonly name: string
  /** Makes something fail under load. */
  readonly strike: (stage: Stage, crew: Crew) => Promise<void>
  /** What was done so many times. */
  readonly describe: (rounds: number) => string
  readonly setting: Setting
  /** The address that processes are given, where it is not the plain one. */
  readonly addressed?: (address: string) => string
}

const longestCalmMs = 400
const longestReturnMs = 20_000

/**
 * Makes the server fail under load, round after round. After each, every worker must be served again without a
 * restart, and everything that was acknowledged must be stored.
 */
export async function failUnderLoad({ name, strike, describe, setting, addressed }: LoadFault): Promise<Finding> {
  const { server, random, rounds } = setting
  const stage = await openStage(server, name)
  const crew = await startCrew(addressed ? { ...stage, address: addressed(stage.address) } : stage, random)
  try {
    const wrong = new Set<string>()
    const returns: number[] = []
    for (let round = 0; round < rounds; round++) {
      await pause(random.below(longestCalmMs))
      await strike(stage, crew)
      returns.push(await whenServed(stage, crew))
      for (const it of findViolations(await stage.takeEvidence())) wrong.add(describeViolation(it))
    }
    for (const it of await endLoad(stage, crew)) wrong.add(describeViolation(it))
    const tallies = tallyJournals(stage.read())
    const calls = `${tallies.succeeded} successful calls, ${tallies.unknown} with an unknown result`
    const longest = `all processes served again after ${Math.round(Math.max(...returns))} ms at most`
    return { done: `${describe(rounds)}; ${calls}; ${longest}`, wrong: [...wrong], tallies }
  } finally {
    await crew.killAll()
    await stage.close()
  }
}

/** Waits until each worker has received a success for a call made after now. Returns the duration. */
async function whenServed(stage: Stage, crew: Crew): Promise<number> {
  const began = instant()
  const waiting = new Set(crew.running.flatMap(({ orders }) => (orders.role === 'worker' ? [orders.name] : [])))
  for (;;) {
    crew.demandAlive()
    for (const { writer, at, outcome } of stage.read().calls) {
      if (at > began && outcome === 'success') waiting.delete(writer)
    }
    const took = instant() - began
    if (waiting.size === 0) return took
    if (took > longestReturnMs) throw new Error(`${[...waiting].join(', ')} did not come back.`)
    await pause(20)
  }
}

function describeViolation({ check, what }: Violation): string {
  return `${check}: ${what}`
}
