import { setTimeout as pause } from 'node:timers/promises'
import { PasskeyError, type PasskeyErrorCode } from '@latchkey/core'

/** Errors that can occur before a call is made. */
const refusals: ReadonlySet<PasskeyErrorCode> = new Set(['storage_unavailable', 'limit_reached'])

const pauseMs = 20

/** Takes the step; where it cannot even begin, waits a little instead. */
export async function unlessRefused(step: () => Promise<void>): Promise<void> {
  try {
    await step()
  } catch (error) {
    if (!(error instanceof PasskeyError && refusals.has(error.code))) throw error
    await pause(pauseMs)
  }
}
