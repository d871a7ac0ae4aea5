import { CommandError } from '../command-error.js'
import type { Config } from './parse-config.js'

/**
 * The `passkeys` of the config.
 *
 * @throws {CommandError} `config_invalid` where the config exports only a storage.
 */
export function requirePasskeys({ passkeys }: Config): NonNullable<Config['passkeys']> {
  if (passkeys !== undefined) return passkeys
  throw new CommandError(
    'config_invalid',
    'The config exports no passkeys. Export { passkeys }, the result of createPasskeys(), as well as { storage }.',
  )
}
