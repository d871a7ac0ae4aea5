import type { ExitCode } from './exit-codes.js'
import { patienceMs } from './patience.js'

/**
 * Ends the process with this code: when nothing is open anymore, or after `patienceMs` at the latest. A deployment
 * whose migrations have run must not wait for a pool that the config does not close.
 */
export function endProcess(code: ExitCode): void {
  process.exitCode = code
  const leave = () => {
    console.error('latchkey: something is still open: let the config export a function `close` that closes it.')
    process.exit(code)
  }
  setTimeout(leave, patienceMs).unref()
}
