// The examples, each with all of its files: its own, and those that its example.json takes from other folders.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Each example by its name: the settings of its example.json, and its files as text, by their paths in the app.
 *
 * @throws {Error} if a file to take is not there, or has the place of a file of the example.
 */
export function readExamples(root) {
  const folder = join(root, 'examples')
  const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'example.json')))
  return Object.fromEntries(names.map((name) => [name, readExample(folder, name)]))
}

function readExample(folder, name) {
  const own = Object.fromEntries(filesBelow(join(folder, name)))
  const { 'example.json': settings, ...files } = own
  const { takes, ...rest } = JSON.parse(settings)
  const added = Object.entries(takes).flatMap(([from, paths]) =>
    paths.flatMap((path) => filesBelow(join(folder, from), path)),
  )
  const twice = added.filter(([path]) => path in files)
  if (twice.length > 0) throw new Error(`examples/${name} takes ${twice[0][0]}, and has its own.`)
  return { ...rest, files: { ...files, ...Object.fromEntries(added) } }
}

/** The files at this path below the folder, each with its path and its text. */
function filesBelow(folder, path = '') {
  const place = join(folder, path)
  if (!statSync(place).isDirectory()) return [[path, readFileSync(place, 'utf8')]]
  const entries = readdirSync(place).filter((entry) => entry !== 'node_modules')
  return entries.sort().flatMap((entry) => filesBelow(folder, path === '' ? entry : `${path}/${entry}`))
}
