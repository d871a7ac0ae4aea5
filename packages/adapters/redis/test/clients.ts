import type { RedisClient } from '@latchkey/redis'
import { Cluster, Redis } from 'ioredis'
import { createClient, createCluster } from 'redis'
import { ioredisSettings } from './ioredis-settings.js'
import { nodeRedisSettings } from './node-redis-settings.js'

export interface OpenClient {
  readonly client: RedisClient
  close(): void
}

export interface ClientKind {
  readonly name: string
  readonly server: 'single' | 'cluster'
  open(port: number): Promise<OpenClient>
}

/** Every client that `redisRates` takes, with the settings of the README. */
export const clientKinds: readonly ClientKind[] = [
  { name: 'node-redis', server: 'single', open: openNodeRedis },
  { name: 'ioredis', server: 'single', open: openIoredis },
  { name: 'node-redis on a cluster', server: 'cluster', open: openNodeRedisCluster },
  { name: 'ioredis on a cluster', server: 'cluster', open: openIoredisCluster },
]

async function openNodeRedis(port: number): Promise<OpenClient> {
  const client = createClient({ url: `redis://127.0.0.1:${port}`, ...nodeRedisSettings })
  client.on('error', () => {})
  await client.connect()
  return { client, close: () => client.destroy() }
}

async function openNodeRedisCluster(port: number): Promise<OpenClient> {
  const client = createCluster({ rootNodes: [{ url: `redis://127.0.0.1:${port}` }], defaults: nodeRedisSettings })
  client.on('error', () => {})
  await client.connect()
  return { client, close: () => client.destroy() }
}

async function openIoredis(port: number): Promise<OpenClient> {
  const client = new Redis(port, ioredisSettings)
  client.on('error', () => {})
  await untilReady(client)
  return { client, close: () => client.disconnect() }
}

async function openIoredisCluster(port: number): Promise<OpenClient> {
  const { enableOfflineQueue, ...redisOptions } = ioredisSettings
  const client = new Cluster([{ host: '127.0.0.1', port }], { enableOfflineQueue, redisOptions })
  client.on('error', () => {})
  await untilReady(client)
  return { client, close: () => client.disconnect() }
}

/** On a busy machine the first attempt can exceed its time. The client then reports an error and tries again. */
function untilReady(client: Redis | Cluster): Promise<void> {
  return new Promise((resolve) => client.once('ready', () => resolve()))
}
