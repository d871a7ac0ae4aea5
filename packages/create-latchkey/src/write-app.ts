import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { CommandError } from './command-error.js'
import type { Example } from './example.js'
import { type ManifestSettings, writeManifest } from './write-manifest.js'

export interface WriteAppInput extends ManifestSettings {
  readonly example: Example
}

/**
 * The files of the example are in the folder, and its manifest asks for packages of this version.
 *
 * @throws {CommandError} if the folder has files, or its place is taken. Nothing was written.
 */
export function writeApp({ example, ...settings }: WriteAppInput): void {
  const folder = resolve(settings.folder)
  assertFree(folder, settings.folder)
  const { 'package.json': manifest = '{}', ...files } = example.files
  const all = { ...files, 'package.json': writeManifest(manifest, settings) }
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text, { flag: 'wx' })
  }
}

function assertFree(folder: string, named: string): void {
  if (!existsSync(folder)) return
  if (!statSync(folder).isDirectory()) throw new CommandError(`${named} is a file. Choose another folder.`)
  if (readdirSync(folder).length > 0) throw new CommandError(`${named} is not empty. Choose another folder.`)
}
