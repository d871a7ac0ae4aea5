import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { findFreePort } from '../../test-support/find-free-port.js'
import { inPairs, runProgram } from '../run/run-program.mjs'
import { withoutLifecycle } from '../run/set-up.mjs'

/** A packed package, and its folder in the project. */
export interface PackedPackage {
  readonly folder: string
  readonly tarball: string
}

const neverCopied = new Set(['node_modules', '.next', '.svelte-kit', 'build', '.data', '.wrangler'])
const longestStartMs = 300_000

/** Unpacks the packages below `home` as the project has them, so that the paths in the examples' manifests hold there. */
export async function unpackPackages(packages: readonly PackedPackage[], home: string): Promise<void> {
  await inPairs(packages, async ({ folder, tarball }: PackedPackage) => {
    mkdirSync(join(home, folder), { recursive: true })
    await runProgram('tar', ['-xzf', tarball, '--strip-components=1', '-C', join(home, folder)], home)
  })
}

/** The folder of a clean copy of the example below `home`, installed. */
export async function installExample(root: string, name: string, home: string): Promise<string> {
  const folder = join(home, 'examples', name)
  cpSync(join(root, 'examples', name), folder, {
    recursive: true,
    filter: (source) => !neverCopied.has(basename(source)),
  })
  await runProgram(
    'npm',
    ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'],
    folder,
  )
  return folder
}

/** Starts the app on a free port, gives its address to `use`, and ends it. Its output is in the error if something fails. */
export async function withExample(
  folder: string,
  environment: Readonly<Record<string, string>>,
  use: (address: string) => Promise<void>,
): Promise<void> {
  const port = await findFreePort()
  const address = `http://localhost:${port}`
  const env = withoutLifecycle({ ...process.env, ...environment, PORT: String(port), ORIGIN: address })
  const app = spawn('npm', ['start', '--silent'], {
    cwd: folder,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output: string[] = []
  for (const stream of [app.stdout, app.stderr]) stream.on('data', (chunk) => output.push(String(chunk)))
  try {
    await whenServing(app, address)
    await use(address)
  } catch (error) {
    throw new Error(`${basename(folder)}: ${String(error)}\n${output.join('')}`, { cause: error })
  } finally {
    await end(app)
  }
}

async function whenServing(app: ChildProcess, address: string): Promise<void> {
  const deadline = Date.now() + longestStartMs
  while (!(await isServing(address))) {
    if (app.exitCode !== null || Date.now() > deadline) throw new Error('it did not start')
    await pause(200)
  }
}

async function isServing(address: string): Promise<boolean> {
  return fetch(address).then(
    ({ ok }) => ok,
    () => false,
  )
}

/** The group: npm, its shell and the app. */
async function end(app: ChildProcess): Promise<void> {
  if (app.pid === undefined || app.exitCode !== null) return
  const ended = once(app, 'exit')
  process.kill(-app.pid, 'SIGTERM')
  await ended
}
