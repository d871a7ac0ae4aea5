import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { Redis } from 'ioredis'

export interface RedisServer {
  readonly port: number
  /** The process takes connections and answers nothing, until it is killed or goes on. */
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
  const [port, busPort] = await freePorts(2)
  const address = ['--cluster-announce-ip', '127.0.0.1', '--cluster-port', `${busPort}`]
  const cluster = kind === 'cluster' ? ['--cluster-enabled', 'yes', ...address] : []
  const settings = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--dir', folder, ...cluster]
  let server = await launch(settings)
  if (kind === 'cluster') await takeEverySlot(port)
  const kill = () => end(server)
  return {
    port,
    freeze: () => server.kill('SIGSTOP'),
    goOn: () => server.kill('SIGCONT'),
    kill,
    start: async () => {
      server = await launch(settings)
    },
    remove: async () => {
      await kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function launch(settings: readonly string[]): Promise<ChildProcess> {
  const server = spawn(program ?? 'redis-server', settings, { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: server.stdout })) {
    if (line.includes('eady to accept connections')) break
  }
  if (server.exitCode !== null) throw new Error('The server has ended before it was ready.')
  server.stdout.resume()
  return server
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

/** Ports that nobody listens on, taken at one time so that they differ. */
async function freePorts(count: 2): Promise<readonly [number, number]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map(portOf)
  await Promise.all(servers.map((server) => once(server.close(), 'close')))
  const [first = 0, second = 0] = ports
  return [first, second]
}

function portOf(server: Server): number {
  const address = server.address()
  return address !== null && typeof address === 'object' ? address.port : 0
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
