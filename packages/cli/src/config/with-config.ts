import { CommandError } from '../command-error.js'
import { patienceMs } from '../patience.js'
import { findConfig } from './find-config.js'
import { loadConfig } from './load-config.js'
import type { Config } from './parse-config.js'

/**
 * Does the work with what the config gives, and closes it whatever came of it. What the work throws is what is
 * thrown; a failure to close is told only when there is nothing worse to tell.
 *
 * @throws {CommandError} `config_not_found`, `config_failed`, `config_invalid`, `storage_failed`, `close_failed`
 */
export async function withConfig<Answer>(
  configPath: string | undefined,
  work: (config: Config) => Promise<Answer>,
): Promise<Answer> {
  const config = await loadConfig(findConfig(process.cwd(), configPath))
  let answer: Answer
  try {
    answer = await work(config)
  } catch (error) {
    await close(config).catch(() => {})
    if (error instanceof CommandError) throw error
    throw new CommandError('storage_failed', 'The storage has thrown:', { cause: error })
  }
  await close(config)
  return answer
}

/** A `close` that does not end is let be: what it leaves open is told of when the process is to end. */
async function close(config: Config): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs)
  })
  try {
    await Promise.race([config.close?.(), patience])
  } catch (error) {
    throw new CommandError('close_failed', 'The work is done, but `close` of the config has thrown:', { cause: error })
  } finally {
    clearTimeout(timer)
  }
}
