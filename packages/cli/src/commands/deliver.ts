import { Command, InvalidArgumentError } from 'commander'
import { requireDeliveries } from '../config/require-deliveries.js'
import { withConfig } from '../config/with-config.js'
import { deliverEndlessly } from '../deliveries/deliver-endlessly.js'
import { deliverOnce } from '../deliveries/deliver-once.js'
import { stopSignal } from '../deliveries/stop-signal.js'
import { type ExitCode, exitCodes } from '../exit-codes.js'

interface DeliverOptions {
  readonly config?: string
  readonly once?: true
  readonly pause: number
}

/** `latchkey deliver`; calls `end` with the exit code. */
export function deliverCommand(end: (code: ExitCode) => void): Command {
  return new Command('deliver')
    .description(
      'Deliver events to `deliverTo` of the config until SIGTERM or SIGINT. Any number of processes can run it at the same time.',
    )
    .option('--once', 'deliver what is due and end, for a cron job')
    .option('--pause <seconds>', 'how long to wait when nothing is due', parseSeconds, 1)
    .option('--config <path>', 'the module that makes the passkeys (default: latchkey.config.* in this folder)')
    .action(async ({ config, once, pause }: DeliverOptions) => {
      const signal = stopSignal()
      await withConfig(config, async (given) => {
        const run = { ...requireDeliveries(given), signal }
        await (once ? deliverOnce(run) : deliverEndlessly({ ...run, pauseMs: pause * 1000 }))
      })
      end(exitCodes.done)
    })
}

const longestPause = 3600

function parseSeconds(text: string): number {
  const seconds = Number(text)
  if (/^\d+(\.\d+)?$/.test(text) && seconds > 0 && seconds <= longestPause) return seconds
  throw new InvalidArgumentError(`Use a number of seconds, more than 0 and at most ${longestPause}.`)
}
