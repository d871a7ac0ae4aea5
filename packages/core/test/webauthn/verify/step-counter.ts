import { type Profiler, Session } from 'node:inspector'

/** Counts from when it was made until it is stopped. */
export interface StepCounter {
  /**
   * How often the blocks of our code are entered during the action: every call, branch and turn of a loop. The number
   * is the same each time, whatever else the machine does. What native code does is one step.
   */
  readonly count: (action: () => Promise<unknown>) => Promise<number>
  readonly stop: () => void
}

/** Ours but for this file, and the library that decodes CBOR: where a loop over what came in can stand. */
const counted = /\/packages\/.*(?<!\/step-counter)\.ts$|\/tiny-cbor\//

/** V8 knows the blocks of those functions alone that are first called after this. */
export function startStepCounter(): StepCounter {
  const session = new Session()
  session.connect()
  session.post('Profiler.enable')
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  return {
    count: async (action) => {
      await takeSteps(session)
      await action()
      return takeSteps(session)
    },
    stop: () => session.disconnect(),
  }
}

/** The steps since they were last taken. */
function takeSteps(session: Session): Promise<number> {
  return new Promise((resolve, reject) => {
    session.post('Profiler.takePreciseCoverage', (error, { result }) => {
      if (error) reject(error)
      else resolve(result.filter(({ url }) => counted.test(url)).reduce((sum, script) => sum + stepsOf(script), 0))
    })
  })
}

function stepsOf({ functions }: Profiler.ScriptCoverage): number {
  return functions.flatMap(({ ranges }) => ranges).reduce((sum, { count }) => sum + count, 0)
}
