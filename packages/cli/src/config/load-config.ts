import { extname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CommandError } from '../command-error.js'
import { type Config, parseConfig } from './parse-config.js'

/**
 * Runs the config module and returns what it exports. Node imports JavaScript itself. TypeScript, which not every Node
 * version can run, is imported through jiti, which is only loaded then.
 *
 * @throws {CommandError} `config_failed` when the module or its function throws, `config_invalid` when it exports
 * something else.
 */
export async function loadConfig(path: string): Promise<Config> {
  return parseConfig(await run(path), path)
}

async function run(path: string): Promise<unknown> {
  try {
    const module = await importModule(path)
    const given = 'default' in module ? module.default : module
    return typeof given === 'function' ? await given() : given
  } catch (error) {
    throw new CommandError('config_failed', `${path} has thrown:`, { cause: error })
  }
}

/**
 * jiti would store the compiled config, with any secret in it, where other users of the machine can read it, and run
 * that copy the next time.
 */
const withoutCache = { fsCache: false, rebuildFsCache: false, moduleCache: false } as const

async function importModule(path: string): Promise<object> {
  if (!/^\.[cm]?ts$/.test(extname(path))) return import(pathToFileURL(path).href)
  const { createJiti } = await import('jiti')
  return createJiti(import.meta.url, withoutCache).import(path)
}
