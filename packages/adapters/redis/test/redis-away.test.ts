import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { redisRates } from '@latchkey/redis'
import type { RateStore } from '@latchkey/storage'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { clientKinds, type OpenClient } from './clients.js'
import { ioredisSettings } from './ioredis-settings.js'
import { nodeRedisSettings } from './node-redis-settings.js'
import { hasRedis, type RedisServer, startRedis } from './start-redis.js'

const now = Date.UTC(2026, 0, 1)

/** How the clients say that they have given up. */
const away = /closed|offline|isn't (ready|writeable)|retries per request|ECONN|EPIPE/i
const hangs = /timed out|timeout/i

// Concurrent, because they mostly wait. The tests of one client use the same variables, so they are sequential.
describe.runIf(hasRedis).concurrent.each(clientKinds)(
  'with the settings of the README, $name',
  ({ server: kind, open }) => {
    let server: RedisServer
    let opened: OpenClient
    let rates: RateStore

    beforeEach(async () => {
      server = await startRedis(kind)
      opened = await open(server.port)
      rates = redisRates(opened.client)
      await vi.waitFor(() => rates.hit('key', 60, now), { timeout: 30_000 })
    })

    afterEach(async () => {
      opened.close()
      await server.remove()
    })

    test.sequential('rejects each verb while Redis is away, and counts again when it is back', async ({ expect }) => {
      await server.kill()
      await expect(rates.hit('key', 60, now)).rejects.toThrow(away)
      await expect(rates.read('key', now)).rejects.toThrow(away)
      await expect(rates.reset('key')).rejects.toThrow(away)
      await server.start()
      await expect
        .poll(() => rates.hit('again', 60, now).catch(() => undefined), { timeout: 30_000 })
        .toMatchObject({
          resetsAt: now + 60_000,
        })
    })

    test.sequential('rejects while Redis hangs, and counts again when it goes on', async ({ expect }) => {
      server.freeze()
      await expect(rates.hit('key', 60, now)).rejects.toThrow(hangs)
      server.goOn()
      await expect
        .poll(() => rates.hit('again', 60, now).catch(() => undefined), { timeout: 30_000 })
        .toMatchObject({
          resetsAt: now + 60_000,
        })
    })

    test.sequential('rejects when the app has closed it', async ({ expect }) => {
      opened.close()
      await expect(rates.hit('key', 60, now)).rejects.toThrow(away)
    })
  },
)

describe.runIf(hasRedis)('what the README says of the settings', () => {
  let server: RedisServer
  const { pingInterval, socket, ...others } = nodeRedisSettings

  beforeEach(async () => {
    server = await startRedis()
  })

  afterEach(async () => {
    await server.remove()
  })

  test('without reconnectStrategy node-redis closes itself permanently after the first socketTimeout', async () => {
    const { reconnectStrategy: _, ...timeouts } = socket
    const client = createClient({
      url: `redis://127.0.0.1:${server.port}`,
      ...others,
      pingInterval,
      socket: { ...timeouts, socketTimeout: 100 },
    })
    client.on('error', () => {})
    await client.connect()
    server.freeze()
    await expect(redisRates(client).hit('key', 60, now)).rejects.toThrow(hangs)
    server.goOn()
    expect(client.isOpen).toBe(false)
  })

  test('without pingInterval an idle connection of node-redis counts as one that hangs', async () => {
    const client = createClient({
      url: `redis://127.0.0.1:${server.port}`,
      ...others,
      socket: { ...socket, socketTimeout: 100 },
    })
    const failed = once(client, 'error')
    await client.connect()
    const [error] = await failed
    client.destroy()
    expect(String(error)).toMatch(hangs)
  })

  test('EVAL, GET, SET and DEL on the keys of the prefix are all that is called', async () => {
    const admin = new Redis(server.port)
    const rights = ['on', 'nopass', 'resetkeys', '~latchkey:*', 'nocommands', '+eval', '+get', '+set', '+del']
    await admin.acl('SETUSER', 'app', ...rights)
    const client = new Redis(server.port, { username: 'app', password: 'any', enableReadyCheck: false })
    const rates = redisRates(client)
    expect((await rates.hit('key', 60, now)).count).toBe(1)
    expect((await rates.hit('key', 60, now)).count).toBe(2)
    expect((await rates.read('key', now)).count).toBe(2)
    await rates.reset('key')
    await expect(redisRates(client, { prefix: 'other:' }).hit('key', 60, now)).rejects.toThrow('NOPERM')
    client.disconnect()
    admin.disconnect()
  })

  test('a call before ioredis is ready fails', async () => {
    const client = new Redis(server.port, ioredisSettings)
    await expect(redisRates(client).hit('key', 60, now)).rejects.toThrow(away)
    client.disconnect()
  })
})

describe('the README', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

  test.each(['node-redis-settings.ts', 'ioredis-settings.ts'])(
    'shows the settings of %s as they are tested',
    (name) => {
      const tested = readFileSync(new URL(name, import.meta.url), 'utf8')
      expect(readme).toContain(tested.slice(tested.indexOf('const ')).trim())
    },
  )
})
