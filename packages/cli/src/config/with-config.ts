import { CommandError } from '../command-error.js'
import { patienceMs } from '../patience.js'
import { findConfig } from './find-config.js'
import { loadConfig } from './load-config.js'
import type { Config } from './parse-config.js'

/**
 * Does the work with the config, and then closes the config, whether or not the work succeeded. An error of the work is
 * thrown; an error of `close` is thrown only when the work succeeded.
 *
 * @throws {CommandError} `config_not_found`, `config_failed`, `config_invalid`, `storage_failed`, `close_failed`
 */
export async function withConfig<Result>(
  configPath: string | undefined,
  work: (config: Config) => Promise<Result>,
): Promise<Result> {
  const config = await loadConfig(findConfig(process.cwd(), configPath))
  let result: Result
  try {
    result = await work(config)
  } catch (error) {
    await close(config).catch(() => {})
    if (error instanceof CommandError) throw error
    throw new CommandError('storage_failed', 'The storage threw an error:', { cause: error })
  }
  await close(config)
  return result
}

/** Does not wait for a `close` that takes too long: `endProcess` reports what is still open. */
async function close(config: Config): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs)
  })
  try {
    await Promise.race([config.close?.(), patience])
  } catch (error) {
    throw new CommandError('close_failed', 'The command succeeded, but `close` of the config threw an error:', {
      cause: error,
    })
  } finally {
    clearTimeout(timer)
  }
}
