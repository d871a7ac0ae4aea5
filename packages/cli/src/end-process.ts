import type { ExitCode } from './exit-codes.js'
import { patienceMs } from './patience.js'

/**
 * The process ends with this code: by itself when nothing is open any more, and after this patience at the latest. A
 * pool that the config has forgotten to close must not hold up a deployment whose migrations have run.
 */
export function endProcess(code: ExitCode): void {
  process.exitCode = code
  const leave = () => {
    console.error('latchkey: something is still open: let the config export a function `close` that closes it.')
    process.exit(code)
  }
  setTimeout(leave, patienceMs).unref()
}
