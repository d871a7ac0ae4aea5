import { findFinalViolations, type Violation } from '../checks/checks.js'
import type { Crew } from './crew.js'
import { drainEvents } from './drain-events.js'
import { finishAgain } from './finish-again.js'
import type { Stage } from './stage.js'

/** Ends the load, finishes every ceremony again, delivers what is left, and says what is wrong then. */
export async function endLoad(stage: Stage, crew: Crew): Promise<readonly Violation[]> {
  crew.demandAlive()
  await crew.killAll()
  await finishAgain(stage, stage.read().calls)
  await drainEvents(stage)
  return findFinalViolations(await stage.takeEvidence())
}
