// What must hold before the packages are shipped, gate by gate: `npm run packages`, or with the names of some gates.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runProgram } from '../run/run-program.mjs'
import { checkApiChanges } from './check-api-changes.mjs'
import { checkConsumers } from './check-consumers.mjs'
import { checkCustomAdapter } from './check-custom-adapter.mjs'
import { checkLicenses } from './check-licenses.mjs'
import { checkLockfile } from './check-lockfile.mjs'
import { checkRelease } from './check-release.mjs'
import { checkTarballs } from './check-tarballs.mjs'
import { packPackages } from './pack-packages.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const home = mkdtempSync(join(tmpdir(), 'latchkey-packages-'))

/** What a tool prints when it finds something. */
const problemsOf = (program, ...options) =>
  runProgram(join(root, 'node_modules/.bin', program), options, root).then(
    () => [],
    (error) => [error.message],
  )

let packed
const pack = () => (packed ??= packPackages(root, join(home, 'tarballs')))

const lockfileFolders = ['.', 'scripts/databases', 'bench/peers', 'examples/custom-adapter', 'docs']

/** The example of an adapter, as a stranger has it, with these packages. */
async function checkExample(packages) {
  await checkCustomAdapter(root, packages, mkdtempSync(join(home, 'example-')))
  return []
}

/** Two of the apps, walked in a browser; `npm run examples` walks all of them. */
const walkExamples = () => {
  const options = ['run', '--silent', 'examples', '--', '--tarballs', join(home, 'tarballs'), 'html', 'hono-drizzle']
  return runProgram('npm', options, root).then(() => [])
}

/** Each gate, and what it finds. Those that need no build come first. */
const gates = {
  lockfiles: async () => lockfileFolders.flatMap((folder) => checkLockfile(join(root, folder))),
  workspaces: () => problemsOf('sherif'),
  unused: () => problemsOf('knip'),
  licenses: () => checkLicenses(root),
  api: () => checkApiChanges(root),
  release: () => checkRelease(root),
  tarballs: async () => checkTarballs(root, await pack()),
  size: async () => (await pack()) && problemsOf('size-limit'),
  example: async () => checkExample(await pack()),
  examples: async () => (await pack()) && walkExamples(),
  consumers: async () => checkConsumers(root, await pack(), mkdtempSync(join(home, 'consumers-'))),
}

let failed = false
for (const name of process.argv.length > 2 ? process.argv.slice(2) : Object.keys(gates)) {
  const start = performance.now()
  const problems = await gates[name]().catch(({ message }) => [message])
  for (const problem of problems) console.error(problem)
  failed ||= problems.length > 0
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  console.log(`${name}: ${problems.length === 0 ? 'nothing found' : `${problems.length} found`} (${seconds} s)`)
}
rmSync(home, { recursive: true })
if (failed) process.exit(1)
