// Installs what is needed, only when it is needed. Built-ins only: this runs before anything is installed.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** npm prints nothing while it installs. */
const progressReporter = fileURLToPath(new URL('report-progress.mjs', import.meta.url))

/** Only the tests of databases need these. */
const databaseDrivers = join(root, 'scripts', 'databases')
/** Only `npm run test:runtimes` needs these. */
const runtimes = join(root, 'scripts', 'runtimes')

/** Only `npm run bench` needs these. */
const benchPeers = join(root, 'bench', 'peers')

/** The site has tools of its own: nothing else needs them. */
const site = join(root, 'docs')

/**
 * `node_modules` is what the lockfile says, on this platform and for this Node. Runs `npm ci` unless an earlier call
 * has left its stamp for exactly that; ends the process when the installation fails.
 */
export async function ensureInstalled() {
  if (await install(root, ['.npmrc', ...manifestsIn(root), ...workspaceManifests()], 'dependencies')) return
  console.error('npm ci did not succeed, so nothing was started.')
  process.exit(1)
}

/**
 * The same for the drivers that are installed apart, because they compile; false where that fails. Without optimization the
 * compiler takes a quarter of the time, and the tests read and write few rows.
 */
export function ensureDatabaseDrivers() {
  const compiler = { CFLAGS: '-O0', CXXFLAGS: '-O0' }
  return install(databaseDrivers, manifestsIn(databaseDrivers), 'drivers of databases', compiler)
}

/** The same for the tools that build the site. */
export function ensureSiteTools() {
  return install(site, manifestsIn(site), 'the tools of the site')
}

/** The same for what `npm run bench` compares with, and its database, which is compiled. */
export function ensureBenchPeers() {
  return install(benchPeers, manifestsIn(benchPeers), 'what the benchmark compares with')
}

/** The same for the other runtimes that the tests run on, which are large. */
export function ensureRuntimes() {
  return install(runtimes, manifestsIn(runtimes), 'runtimes, nearly a gigabyte')
}

async function install(folder, manifests, what, environment = {}) {
  // In `node_modules`, so that it is deleted together with the packages.
  const stamp = join(folder, 'node_modules', '.latchkey-set-up')
  const wanted = fingerprint(manifests)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return true
  if (!(await installPackages(folder, what, environment))) return false
  writeFileSync(stamp, wanted)
  return true
}

async function installPackages(folder, what, environment) {
  console.log(`Installing ${what} (npm ci, ${countLocked(folder)} packages) …`)
  const startedAt = Date.now()
  const progress = spawn(process.execPath, [progressReporter, folder, what], { stdio: ['pipe', 'inherit', 'inherit'] })
  const npm = spawn('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    env: { ...environment, ...withoutLifecycle(process.env) },
    shell: process.platform === 'win32',
    stdio: 'inherit',
  })
  const succeeded = await new Promise((resolve) => {
    npm.once('error', () => resolve(false)).once('exit', (status) => resolve(status === 0))
  })
  progress.kill()
  if (succeeded) console.log(`Installed ${what} in ${Math.round((Date.now() - startedAt) / 1000)} s.`)
  return succeeded
}

function countLocked(folder) {
  const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'))
  return Object.keys(packages).filter((path) => path.startsWith('node_modules/')).length
}

/**
 * The environment without the variables that npm sets for its scripts. With them, an `npm` that a script starts would
 * behave as a part of that script. The user's settings (`npm_config_…`) stay.
 */
export function withoutLifecycle(environment) {
  const own = /^npm_(?:lifecycle_|package_|command$|execpath$|node_execpath$)/i
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !own.test(name)))
}

/** Changes whenever an installation could come out differently. */
function fingerprint(manifests) {
  const hash = createHash('sha256')
  for (const part of [process.platform, process.arch, process.versions.modules]) hash.update(`${part}\n`)
  for (const file of manifests) {
    const path = join(root, file)
    hash.update(`${file}\n`).update(existsSync(path) ? readFileSync(path) : '')
  }
  return hash.digest('hex')
}

function manifestsIn(folder) {
  return ['package-lock.json', 'package.json'].map((file) => relative(root, join(folder, file)))
}

function workspaceManifests() {
  const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const folders = workspaces.flatMap((pattern) =>
    pattern.endsWith('/*') ? foldersIn(pattern.slice(0, -2)) : [pattern],
  )
  return folders.map((folder) => join(folder, 'package.json')).filter((manifest) => existsSync(join(root, manifest)))
}

function foldersIn(parent) {
  const entries = existsSync(join(root, parent)) ? readdirSync(join(root, parent), { withFileTypes: true }) : []
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  return names.sort().map((name) => join(parent, name))
}
