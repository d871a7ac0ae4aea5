import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { buildSync } from 'esbuild'

const configs = ['brands', 'deliveries', 'doctor', 'memory', 'metadata', 'passkeys', 'sqlite', 'webhook'] as const

export interface BuiltCommand {
  /** The path of the program. */
  readonly path: string
  /** The text of a config that is one of those that the tests bring along, built like an app of a single file. */
  configFrom(name: (typeof configs)[number]): string
  /** The caches that lie beside the packages from which the command could be run. */
  cached(): readonly string[]
  remove(): void
}

const packageFolder = fileURLToPath(new URL('..', import.meta.url))
const tsup = fileURLToPath(new URL('../../../node_modules/tsup/dist/cli-default.js', import.meta.url))

/** Where jiti has its own by default. */
const caches = ['../node_modules/.cache/jiti', '../../../node_modules/.cache/jiti'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
)

/**
 * The command as it is shipped, laid out as npm does: beside its manifest, and below the package, so that it finds what
 * it depends on. Run from sources, it and the packages of a config would be translated again at each call.
 */
export function buildCommand(): BuiltCommand {
  mkdirSync(join(packageFolder, 'node_modules'), { recursive: true })
  const folder = mkdtempSync(join(packageFolder, 'node_modules/.built-'))
  copyFileSync(join(packageFolder, 'package.json'), join(folder, 'package.json'))
  execFileSync(process.execPath, [tsup, '--out-dir', join(folder, 'dist')], { cwd: packageFolder, stdio: 'ignore' })
  buildConfigs(join(folder, 'configs'))
  return {
    path: join(folder, 'dist/latchkey.js'),
    configFrom: (name) => `export * from '${pathToFileURL(join(folder, 'configs', `${name}.js`)).href}'\n`,
    cached: () => caches.filter((cache) => existsSync(cache)).flatMap((cache) => readdirSync(cache)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Only the driver of SQLite stays outside, because it is native code. */
function buildConfigs(folder: string): void {
  buildSync({
    entryPoints: configs.map((name) => join(packageFolder, `test/configs/${name}.ts`)),
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    conditions: ['@latchkey/source'],
    external: ['libsql'],
    logLevel: 'warning',
  })
}
