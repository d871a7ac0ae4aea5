import { openSync, writeSync } from 'node:fs'
import { PasskeyError } from '@latchkey/core'
import type { App } from '../app.js'
import { makeCall } from '../calls/make-call.js'
import type { Call, JournalLine, Outcome } from './journal-line.js'

export interface Journal {
  write(line: JournalLine): void
  /** Writes the call to the journal, makes it, writes the result, and returns it. */
  call(lane: string, app: App, call: Call): Promise<Outcome>
}

/**
 * The operating system has each line when `write` returns. A killed process has written it, and has reported nothing
 * that it has not written.
 */
export function openJournal(path: string): Journal {
  const file = openSync(path, 'a')
  const write = (line: JournalLine) => void writeSync(file, `${JSON.stringify(line)}\n`)
  let calls = 0
  return {
    write,
    call: async (lane, app, call) => {
      const number = calls++
      write({ kind: 'started', number, lane, at: instant(), call })
      const outcome = await outcomeOf(app, call)
      write({ kind: 'ended', number, at: instant(), outcome })
      return outcome
    },
  }
}

/** Microseconds decide which of two processes was first. All run on one machine. */
export function instant(): number {
  return performance.timeOrigin + performance.now()
}

async function outcomeOf(app: App, call: Call): Promise<Outcome> {
  try {
    await makeCall(app, call)
    return 'success'
  } catch (error) {
    if (!(error instanceof PasskeyError)) return `fault: ${String(error)}`
    return error.code === 'storage_unavailable' ? 'unknown' : error.code
  }
}
