import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { findFreePort } from '../../../../test-support/find-free-port.js'

export interface RedisServer {
  readonly port: number
  /** The process accepts connections and sends no reply, until it is killed or goes on. */
  freeze(): void
  goOn(): void
  kill(): Promise<void>
  /** The same port again, with nothing in it. */
  start(): Promise<void>
  /** Kills it, and removes what it has written. */
  remove(): Promise<void>
}

const program = ['redis-server', 'valkey-server']
  .flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)))
  .find(isProgram)

if (program === undefined) {
  const notice = 'NOT RUN: @latchkey/redis (no redis-server or valkey-server on the PATH)'
  if (process.env.CI) throw new Error(notice)
  console.log(notice)
}

/** Whether this machine has a server; a notice has been printed when it has not. */
export const hasRedis = program !== undefined

/** An empty server of its own on a free port; as a cluster it owns every slot. */
export async function startRedis(kind: 'single' | 'cluster' = 'single'): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-redis-'))
  const { port, settings, ...launched } = await launchSomewhere(kind, folder)
  let { server } = launched
  if (kind === 'cluster') await takeEverySlot(port)
  const kill = () => end(server)
  return {
    port,
    freeze: () => server.kill('SIGSTOP'),
    goOn: () => server.kill('SIGCONT'),
    kill,
    start: async () => {
      server = await launchAgain(settings)
    },
    remove: async () => {
      await kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const attempts = 10

/** Another process can take a port after it was found free: then other ports are tried. */
async function launchSomewhere(kind: 'single' | 'cluster', folder: string, left = attempts) {
  const [port, busPort] = [await findFreePort(), await findFreePort()]
  const address = ['--cluster-announce-ip', '127.0.0.1', '--cluster-port', `${busPort}`]
  const cluster = kind === 'cluster' ? ['--cluster-enabled', 'yes', ...address] : []
  const settings = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--dir', folder, ...cluster]
  try {
    return { port, settings, server: await launch(settings) }
  } catch (error) {
    if (left === 0) throw error
    return launchSomewhere(kind, folder, left - 1)
  }
}

/** A client that reconnects can occupy the port for a moment, because a connection to a free port can reach itself. */
async function launchAgain(settings: readonly string[], left = attempts): Promise<ChildProcess> {
  try {
    return await launch(settings)
  } catch (error) {
    if (left === 0) throw error
    await pause(100)
    return launchAgain(settings, left - 1)
  }
}

async function launch(settings: readonly string[]): Promise<ChildProcess> {
  const server = spawn(program ?? 'redis-server', settings, { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: server.stdout })) {
    if (!line.includes('eady to accept connections')) continue
    server.stdout.resume()
    return server
  }
  throw new Error('The server ended before it was ready.')
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const exited = once(server, 'exit')
  server.kill('SIGKILL')
  await exited
}

async function takeEverySlot(port: number): Promise<void> {
  const redis = new Redis(port)
  await redis.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383')
  while (!String(await redis.call('CLUSTER', 'INFO')).includes('cluster_state:ok')) await redis.ping()
  redis.disconnect()
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
