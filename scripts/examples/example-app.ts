import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { basename, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { findFreePort } from '../../test-support/find-free-port.js'
import { runProgram } from '../run/run-program.mjs'
import { withoutLifecycle } from '../run/set-up.mjs'

const longestStartMs = 300_000

/** Where the apps come from. */
export interface Workshop {
  /** Outside the project: the apps are made below it. */
  readonly home: string
  /** The folder of the packed packages. */
  readonly tarballs: string
  /** The program of `create-latchkey`, unpacked. */
  readonly create: string
}

/** The folder of a new app, made by `create-latchkey` as it is packed, and installed. */
export async function makeExample(name: string, { home, tarballs, create }: Workshop): Promise<string> {
  await runProgram(process.execPath, [create, name, '--tarballs', tarballs], home)
  const folder = join(home, name)
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
  // `prisma generate` needs no engine, and would download one.
  const prisma = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath }
  const env = withoutLifecycle({ ...process.env, ...prisma, ...environment, PORT: String(port), ORIGIN: address })
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
