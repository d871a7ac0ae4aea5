// A release, tried out in a copy: the changesets become one version of all packages, ranges that fit it, and
// changelogs that say what was written.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { runProgram } from '../run/run-program.mjs'
import { publishablePackages } from './publishable-packages.mjs'

/** What would be wrong with the next release, as lines to print. */
export async function checkRelease(root) {
  const copy = mkdtempSync(join(tmpdir(), 'latchkey-release-'))
  try {
    copyManifests(root, copy)
    const changesets = readChangesets(copy)
    const before = publishablePackages(copy)
    await runProgram(process.execPath, [join(root, 'node_modules/@changesets/cli/bin.js'), 'version'], copy)
    return [...checkVersions(before, publishablePackages(copy)), ...checkChangelogs(copy, changesets)]
  } catch (error) {
    return [error.message]
  } finally {
    rmSync(copy, { recursive: true })
  }
}

/** One package has changed in any case, so that there is a release to look at when no changeset is waiting. */
const planted = "---\n'@latchkey/wire': patch\n---\n\nSomething that users see.\nAnd a second line of it.\n"

function copyManifests(root, copy) {
  const manifests = publishablePackages(root).map(({ folder }) => join(folder, 'package.json'))
  for (const path of ['package.json', 'package-lock.json', '.changeset', 'examples/demo/package.json', ...manifests]) {
    mkdirSync(dirname(join(copy, path)), { recursive: true })
    cpSync(join(root, path), join(copy, path), { recursive: true })
  }
  writeFileSync(join(copy, '.changeset/planted.md'), planted)
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction')
}

/** Each changeset: which packages it names, and its lines. */
function readChangesets(copy) {
  const files = readdirSync(join(copy, '.changeset')).filter((name) => name.endsWith('.md'))
  return files.map((file) => {
    const [, head, text] = readFileSync(join(copy, '.changeset', file), 'utf8').split(/^---$/m)
    const names = [...head.matchAll(/^['"]?([^'":\n]+)['"]?:/gm)].map(([, name]) => name)
    return { file, names, lines: text.trim().split('\n') }
  })
}

/** All packages move together, and whatever names one of ours takes this version and the patches that follow it. */
export function checkVersions(before, after) {
  const [{ manifest: first }] = after
  const names = new Set(after.map(({ name }) => name))
  const behind = after.filter(({ manifest }) => manifest.version !== first.version)
  const still = before.filter(({ manifest }) => manifest.version === first.version)
  const ranges = after.flatMap(({ name, manifest: { dependencies, peerDependencies, devDependencies } }) =>
    Object.entries({ ...devDependencies, ...peerDependencies, ...dependencies })
      .filter(([dependency, range]) => names.has(dependency) && range !== `^${first.version}`)
      .map(([dependency, range]) => `${name}: asks for ${dependency} ${range}, not ^${first.version}`),
  )
  return [
    ...behind.map(({ name, manifest }) => `${name}: ${manifest.version}, while others are ${first.version}`),
    ...still.map(({ name }) => `${name}: the version stays ${first.version}`),
    ...ranges,
  ]
}

/** The text of a changeset is in the changelog of each package that it names, and the changeset is deleted. */
function checkChangelogs(copy, changesets) {
  const packages = publishablePackages(copy)
  return changesets.flatMap(({ file, names, lines }) => {
    // An item of a list: its lines are indented, but for empty ones.
    const item = lines.map((line, index) => (index === 0 || line === '' ? line : `  ${line}`)).join('\n')
    const silent = packages.filter(({ name, folder }) => {
      const path = join(copy, folder, 'CHANGELOG.md')
      return names.includes(name) && !(existsSync(path) && readFileSync(path, 'utf8').includes(item))
    })
    const left = existsSync(join(copy, '.changeset', file)) ? [`${file}: is still there after the release`] : []
    return [...left, ...silent.map(({ name }) => `${file}: the changelog of ${name} does not say it`)]
  })
}
