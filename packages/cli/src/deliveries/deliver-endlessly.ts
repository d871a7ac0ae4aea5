import { setTimeout as pause } from 'node:timers/promises'
import { CommandError } from '../command-error.js'
import { describeError } from '../describe-error.js'
import { type DeliveryRun, deliverPass, describeCounts, hasAttempted } from './deliver-pass.js'

export interface EndlessRun extends DeliveryRun {
  /** How long to wait when nothing is due. */
  readonly pauseMs: number
}

/** A database that is away is asked this often at least. */
const longestPauseMs = 30_000

/**
 * Delivers until the signal is aborted, a line for each pass that has attempted something. A storage that fails in the
 * first pass is an error. One that fails later is reported and asked again, after a longer pause each time.
 */
export async function deliverEndlessly(run: EndlessRun): Promise<void> {
  await deliverAndWait(run)
  let failures = 0
  while (!run.signal.aborted) {
    try {
      await deliverAndWait(run)
      failures = 0
    } catch (error) {
      if (error instanceof CommandError) throw error
      console.error(`latchkey: nothing was delivered; trying again: ${describeError(error)}`)
      await waitUnlessStopped(Math.min(run.pauseMs * 2 ** failures, longestPauseMs), run.signal)
      failures += 1
    }
  }
}

async function deliverAndWait(run: EndlessRun): Promise<void> {
  const done = await deliverPass(run)
  if (hasAttempted(done)) console.log(describeCounts(done))
  else await waitUnlessStopped(run.pauseMs, run.signal)
}

async function waitUnlessStopped(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => {})
}
