import { existsSync, readdirSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { CommandError } from './command-error.js'

export interface ManifestSettings {
  /** The folder of the app, which gives it its name. */
  readonly folder: string
  /** The version of our packages. */
  readonly version: string
  /**
   * A folder of packed packages, to use instead of the registry.
   *
   * @default the registry
   */
  readonly tarballs?: string
}

const scope = '@latchkey/'

/** The manifest of the example as that of a new app: its name, and where our packages come from. */
export function writeManifest(text: string, settings: ManifestSettings): string {
  const { dependencies, ...manifest } = JSON.parse(text)
  const packed = settings.tarballs === undefined ? undefined : tarballsIn(settings.tarballs, settings.version)
  const ranges = Object.entries<string>(dependencies).map(([name, range]) => [
    name,
    name.startsWith(scope) ? rangeOf(name, packed, settings) : range,
  ])
  const app = {
    ...manifest,
    name: nameOf(settings.folder),
    dependencies: Object.fromEntries(ranges),
    // Our packages ask for each other by version, which the registry may not have.
    ...(packed ? { overrides: packed } : {}),
  }
  return `${JSON.stringify(app, undefined, 2)}\n`
}

function rangeOf(name: string, packed: Readonly<Record<string, string>> | undefined, { version }: ManifestSettings) {
  const range = packed ? packed[name] : `^${version}`
  if (range === undefined) throw new CommandError(`The folder of tarballs has no ${name} of version ${version}.`)
  return range
}

/** Each package of ours with its file, as npm names it when it packs. */
function tarballsIn(folder: string, version: string): Readonly<Record<string, string>> {
  if (!existsSync(folder)) throw new CommandError(`${folder} does not exist. Run: npm run tarballs`)
  const [start, end] = ['latchkey-', `-${version}.tgz`]
  const isOurs = (file: string) =>
    file.startsWith(start) && file.endsWith(end) && file.length > start.length + end.length
  const files = readdirSync(folder).filter(isOurs)
  return Object.fromEntries(
    files.map((file) => [
      scope + file.slice(start.length, -end.length),
      `file:${join(resolve(folder), file).replaceAll('\\', '/')}`,
    ]),
  )
}

/** The name of the folder, as far as npm accepts it. */
function nameOf(folder: string): string {
  const name = basename(resolve(folder))
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replaceAll(/^[._-]+|-+$/g, '')
  return name === '' ? 'fieldnotes' : name
}
