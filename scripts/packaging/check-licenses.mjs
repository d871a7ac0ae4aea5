// The licenses of everything that an installation of our packages brings: docs/licenses.md has them in a table, none of them is
// unknown, and the SBOM that npm writes names all of it. `node scripts/packaging/check-licenses.mjs --write` writes the table.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { runProgram } from '../run/run-program.mjs'
import { publishablePackages } from './publishable-packages.mjs'

/** Licenses that ask for no more than their text. */
const accepted = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Unlicense',
])

/** What is installed with the packages: each dependency once for each version, sorted, with the packages that need it. */
export function productionDependencies(root, lock = readLock(root)) {
  const found = new Map()
  for (const { name, folder, manifest } of publishablePackages(root)) {
    const queue = Object.keys(manifest.dependencies ?? {}).map((dependency) => resolve(lock, folder, dependency))
    for (const path of queue) {
      if (path === undefined || lock.packages[path].link) continue
      const users = found.get(path) ?? new Set()
      if (users.has(name)) continue
      found.set(path, users.add(name))
      queue.push(...Object.keys(lock.packages[path].dependencies ?? {}).map((it) => resolve(lock, path, it)))
    }
  }
  const rows = [...found].map(([path, users]) => {
    const { version, license } = lock.packages[path]
    return { name: path.split('node_modules/').at(-1), version, license, users: [...users].sort() }
  })
  return rows.sort((one, other) => (one.name < other.name ? -1 : 1))
}

/** As Node resolves a package: from the folder of the importing package, upwards. */
function resolve({ packages }, from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`
    if (packages[path]) return path
    if (folder === '') return undefined
  }
}

const readLock = (root) => JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))

export function writeLicenses(rows) {
  const lines = rows.map(({ name, version, license, users }) => {
    return `| \`${name}\` | ${version} | ${license} | ${users.map((it) => `\`${it}\``).join(' ')} |`
  })
  return `<!-- Written by \`npm run licenses\` from the lockfile. -->

# Licenses

Latchkey is under the MIT license. An installation of its packages brings these, and nothing else. Drivers and frameworks that your app has already (peer
dependencies) are not in the table. The bundle for a page has code of \`@latchkey/browser\`, \`@latchkey/wire\` and \`@simplewebauthn/browser\` only. \`npm sbom\`
in your app lists what is really installed there.

| package | version here | license | needed by |
|---|---|---|---|
${lines.join('\n')}
`
}

/**
 * The components of npm's SBOM, from a copy: npm wants a version of the project itself. Without `--omit=dev`, which leaves out a
 * dependency of a package that is a development dependency of another one.
 */
async function readSbom(root) {
  const copy = mkdtempSync(join(tmpdir(), 'latchkey-sbom-'))
  const version = '0.0.0'
  try {
    const lock = readLock(root)
    const packages = { ...lock.packages, '': { ...lock.packages[''], version } }
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    writeFileSync(join(copy, 'package-lock.json'), JSON.stringify({ ...lock, version, packages }))
    writeFileSync(join(copy, 'package.json'), JSON.stringify({ ...manifest, version }))
    const printed = await runProgram('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], copy)
    return JSON.parse(printed).components
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/** What is wrong, as lines to print. */
export async function checkLicenses(root) {
  const rows = productionDependencies(root)
  const refused = rows.filter(({ license }) => !accepted.has(license))
  const isOld = readFileSync(join(root, 'docs/licenses.md'), 'utf8') !== writeLicenses(rows)
  const components = await readSbom(root)
  const listed = new Set(components.map(({ group, name, version }) => `${group ? `${group}/` : ''}${name}@${version}`))
  const missing = rows.filter(({ name, version }) => !listed.has(`${name}@${version}`))
  return [
    ...refused.map(({ name, license }) => `${name}: the license is ${license}`),
    ...(isOld ? ['docs/licenses.md is older than the lockfile: npm run licenses'] : []),
    ...missing.map(({ name, version }) => `the SBOM does not name ${name}@${version}`),
  ]
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  writeFileSync(join(root, 'docs/licenses.md'), writeLicenses(productionDependencies(root)))
}
