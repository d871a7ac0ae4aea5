import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { CommandError } from '../command-error.js'

/** The possible names of a config, in the order in which they are looked up. */
const configNames = ['ts', 'mts', 'js', 'mjs', 'cjs'].map((extension) => `latchkey.config.${extension}`)

/**
 * The absolute path of the config: the named file, or the first of the names that exists in the folder.
 *
 * @throws {CommandError} `config_not_found`
 */
export function findConfig(folder: string, asked?: string): string {
  const names = asked === undefined ? configNames : [asked]
  const found = names.map((name) => resolve(folder, name)).find((path) => existsSync(path))
  if (found !== undefined) return found
  if (asked !== undefined) throw new CommandError('config_not_found', `There is no file ${join(folder, asked)}.`)
  throw new CommandError(
    'config_not_found',
    `There is no config in ${folder}. Name it ${configNames.join(', ')}, or pass any other file with --config.`,
  )
}
