import { type RedisClient, redisRates } from '@latchkey/redis'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { clientKinds, type OpenClient } from './clients.js'
import { hasRedis, type RedisServer, startRedis } from './start-redis.js'

const now = Date.UTC(2026, 0, 1)
const slack = 60_000

describe.runIf(hasRedis).each(clientKinds)('redisRates with $name', ({ server: kind, open }) => {
  let server: RedisServer
  let redis: Redis
  let opened: OpenClient
  let client: RedisClient

  beforeAll(async () => {
    server = await startRedis(kind)
    redis = new Redis(server.port)
    opened = await open(server.port)
    client = opened.client
  })

  beforeEach(async () => {
    await redis.flushall()
  })

  afterAll(async () => {
    opened.close()
    redis.disconnect()
    await server.remove()
  })

  test('every key begins with the prefix, by default latchkey:', async () => {
    await redisRates(client).hit('sign-in', 60, now)
    await redisRates(client, { prefix: 'staging:' }).hit('sign-in', 60, now)
    expect((await redis.keys('*')).sort()).toEqual(['latchkey:sign-in', 'staging:sign-in'])
  })

  test('two prefixes count apart', async () => {
    await redisRates(client, { prefix: 'one:' }).hit('key', 60, now)
    expect(await redisRates(client, { prefix: 'two:' }).read('key', now)).toEqual({ count: 0, resetsAt: now })
  })

  test.each([
    { clock: 'is at 1970', at: 0 },
    { clock: 'is right', at: Date.now() },
    { clock: 'is at 2100', at: Date.UTC(2100) },
  ])('when the clock of the app $clock, its window is open and the key has its time to live', async ({ at }) => {
    const rates = redisRates(client)
    await rates.hit('key', 60, at)
    expect(await rates.hit('key', 60, at + 59_999)).toEqual({ count: 2, resetsAt: at + 60_000 })
    expect(await rates.read('key', at + 60_000)).toEqual({ count: 0, resetsAt: at + 60_000 })
    const timeToLive = await redis.pttl('latchkey:key')
    expect(timeToLive).toBeGreaterThan(0)
    expect(timeToLive).toBeLessThanOrEqual(60_000 + slack)
  })

  test('a hit in an open window leaves the time to live alone', async () => {
    const rates = redisRates(client)
    await rates.hit('key', 3600, now)
    await redis.pexpire('latchkey:key', 50_000)
    await rates.hit('key', 3600, now)
    const timeToLive = await redis.pttl('latchkey:key')
    expect(timeToLive).toBeGreaterThan(0)
    expect(timeToLive).toBeLessThanOrEqual(50_000)
  })

  test('the next window gets its own time to live', async () => {
    const rates = redisRates(client)
    await rates.hit('key', 60, now)
    await rates.hit('key', 3600, now + 60_000)
    expect(await redis.pttl('latchkey:key')).toBeGreaterThan(60_000 + slack)
  })

  test('reset leaves no key', async () => {
    const rates = redisRates(client)
    await rates.hit('key', 60, now)
    await rates.reset('key')
    expect(await redis.keys('*')).toEqual([])
  })

  test.each([
    ['hit', (rates: ReturnType<typeof redisRates>) => rates.hit('key', 60, now)],
    ['read', (rates: ReturnType<typeof redisRates>) => rates.read('key', now)],
    ['reset', (rates: ReturnType<typeof redisRates>) => rates.reset('key')],
  ] as const)('%s is one round trip, after the scripts were forgotten too', async (_, verb) => {
    const rates = redisRates(client)
    await rates.hit('key', 60, now)
    await redis.script('FLUSH')
    await redis.config('RESETSTAT')
    await verb(rates)
    const statistics = await redis.info('commandstats')
    expect(/cmdstat_eval:calls=(\d+)/.exec(statistics)?.[1]).toBe('1')
    expect(statistics).not.toContain('cmdstat_evalsha')
  })

  test('of 100 simultaneous hits through two clients each gets a count of its own', async () => {
    const second = await open(server.port)
    const both = [redisRates(client), redisRates(second.client)]
    const hits = await Promise.all(both.flatMap((rates) => Array.from({ length: 50 }, () => rates.hit('key', 60, now))))
    second.close()
    expect(new Set(hits.map(({ count }) => count))).toEqual(new Set(Array.from({ length: 100 }, (_, at) => at + 1)))
  })

  test('keys that hold braces, spaces, line ends or 255 emoji are distinct', async () => {
    const rates = redisRates(client)
    const keys = ['{a}', '{}', '{a', 'a}', 'a b', 'a\nb', 'a\r\nb', '*', '', '🔑'.repeat(255), '🔑'.repeat(254)]
    for (const key of keys) expect(await rates.hit(key, 60, now)).toEqual({ count: 1, resetsAt: now + 60_000 })
    for (const key of keys) expect(await rates.read(key, now)).toEqual({ count: 1, resetsAt: now + 60_000 })
  })

  test.each([
    ['NUL', 'a\0b'],
    ['a lone surrogate', 'a\ud800'],
    ['256 characters', 'a'.repeat(256)],
  ])('every verb refuses a key of %s, and stores nothing', async (_, key) => {
    const rates = redisRates(client)
    await expect(rates.hit(key, 60, now)).rejects.toBeInstanceOf(RangeError)
    await expect(rates.read(key, now)).rejects.toBeInstanceOf(RangeError)
    await expect(rates.reset(key)).rejects.toBeInstanceOf(RangeError)
    expect(await redis.keys('*')).toEqual([])
  })

  test('what another program stores under the key is neither counted nor changed', async () => {
    const rates = redisRates(client)
    await redis.set('latchkey:key', 'of another program')
    await expect(rates.hit('key', 60, now)).rejects.toThrow('attempt to compare')
    await expect(rates.read('key', now)).rejects.toBeInstanceOf(TypeError)
    expect(await redis.get('latchkey:key')).toBe('of another program')
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY])(
    'a window of %d seconds is refused, and stores nothing',
    async (seconds) => {
      await expect(redisRates(client).hit('key', seconds, now)).rejects.toThrow('not an integer')
      expect(await redis.keys('*')).toEqual([])
    },
  )
})

describe('redisRates', () => {
  test.each([{}, { eval: () => {} }])('takes no client of another library', (client) => {
    expect(() => redisRates(client as unknown as RedisClient)).toThrow(TypeError)
  })
})
