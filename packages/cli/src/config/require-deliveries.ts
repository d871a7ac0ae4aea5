import { CommandError } from '../command-error.js'
import type { Config } from './parse-config.js'
import { requirePasskeys } from './require-passkeys.js'

/**
 * What `latchkey deliver` needs of the config.
 *
 * @throws {CommandError} `config_invalid` where the config exports no `passkeys`, or no `deliverTo`.
 */
export function requireDeliveries(config: Config): DeliverySetting {
  const passkeys = requirePasskeys(config)
  if (config.deliverTo !== undefined) return { passkeys, to: config.deliverTo }
  throw new CommandError(
    'config_invalid',
    'The config does not say where to deliver events. Export { deliverTo }: a function, webhooks(), or an array of both.',
  )
}

export interface DeliverySetting {
  readonly passkeys: NonNullable<Config['passkeys']>
  readonly to: NonNullable<Config['deliverTo']>
}
