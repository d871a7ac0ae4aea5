// The published packages, with their manifests in the project.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Every workspace that is not private, with its folder below the root. */
export function publishablePackages(root) {
  const { workspaces } = readManifest(root, '.')
  return workspaces
    .flatMap((pattern) => foldersOf(root, pattern))
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .map((folder) => ({ folder, manifest: readManifest(root, folder) }))
    .filter(({ manifest }) => manifest.private !== true)
    .map(({ folder, manifest }) => ({ name: manifest.name, folder, manifest }))
}

/** The specifiers that a package may be imported by, each with its source. */
export function doorsOf({ name, manifest }) {
  return Object.entries(manifest.exports ?? {}).flatMap(([door, target]) =>
    typeof target === 'string' ? [] : [{ door: name + door.slice(1), source: target['@latchkey/source'] }],
  )
}

function foldersOf(root, pattern) {
  if (!pattern.endsWith('/*')) return [pattern]
  const parent = pattern.slice(0, -2)
  const entries = readdirSync(join(root, parent), { withFileTypes: true })
  return entries.flatMap((entry) => (entry.isDirectory() ? [join(parent, entry.name)] : [])).sort()
}

function readManifest(root, folder) {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
}
