import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface BuiltCommand {
  /** The path of the program. */
  readonly path: string
  remove(): void
}

const packageFolder = fileURLToPath(new URL('..', import.meta.url))
const tsup = fileURLToPath(new URL('../../../node_modules/tsup/dist/cli-default.js', import.meta.url))

/**
 * The command as it is shipped, laid out as npm does: beside its manifest, and below the package, so that it finds what
 * it depends on. What needs no sources of the workspace is tested with it: it starts several times faster.
 */
export function buildCommand(): BuiltCommand {
  mkdirSync(join(packageFolder, 'node_modules'), { recursive: true })
  const folder = mkdtempSync(join(packageFolder, 'node_modules/.built-'))
  copyFileSync(join(packageFolder, 'package.json'), join(folder, 'package.json'))
  execFileSync(process.execPath, [tsup, '--out-dir', join(folder, 'dist')], { cwd: packageFolder, stdio: 'ignore' })
  return { path: join(folder, 'dist/latchkey.js'), remove: () => rmSync(folder, { recursive: true, force: true }) }
}
