import { assertStorable, type RateCount, type RateStore } from '@latchkey/storage'
import { hitScript, readScript, resetScript } from './rate-scripts.js'
import { type RedisClient, scriptRunner } from './redis-client.js'

/** What `redisRates` takes. */
export interface RedisRatesOptions {
  /**
   * The prefix of every key in Redis. Two deployments that share a Redis need two.
   *
   * @default `latchkey:`
   */
  readonly prefix?: string
}

/** A key lives this much longer than its window, and a window may end this much later, because clocks differ. */
const slackMilliseconds = 60_000

/**
 * Counts rates in Redis 6 or later, or in Valkey, for all processes of the app together; everything else stays in the
 * storage beside it:
 *
 * ```ts
 * const storage = { ...kyselyStorage(db), rates: redisRates(redis) }
 * ```
 *
 * Each verb is one round trip on one key, so a cluster works as well as a single server. The caller's `now` decides
 * whether a window is open, never Redis' clock, which only cleans up: a key expires a minute after its window at the
 * latest, counted from its first hit. So nothing is left for `sweep` to delete, and a wrong clock cannot lock a key
 * for longer than that.
 *
 * Your app owns the client: it connects, reconnects and closes it. While Redis is unavailable, a verb rejects as soon
 * as the client gives up, which by default may be never: the README lists the settings that make it give up at once.
 *
 * @throws {TypeError} if the client is neither node-redis nor ioredis.
 */
export function redisRates(client: RedisClient, options: RedisRatesOptions = {}): RateStore {
  const run = scriptRunner(client)
  const { prefix = 'latchkey:' } = options
  return {
    hit: async (key, windowSeconds, now) => {
      assertStorable({ key })
      const milliseconds = windowSeconds * 1000
      const keptFor = Math.ceil(milliseconds) + slackMilliseconds
      const end = now + milliseconds
      return parseRate(await run(hitScript, prefix + key, now, end, keptFor, end + slackMilliseconds))
    },
    read: async (key, now) => {
      assertStorable({ key })
      const stored = await run(readScript, prefix + key)
      const rate = stored === null ? undefined : parseRate(stored)
      return rate && rate.resetsAt > now ? rate : { count: 0, resetsAt: now }
    },
    reset: async (key) => {
      assertStorable({ key })
      await run(resetScript, prefix + key)
    },
  }
}

/** Some clients are configured to return buffers. */
function parseRate(stored: unknown): RateCount {
  const [, count, resetsAt] = /^(\d+) (\S+)$/.exec(String(stored)) ?? []
  if (count === undefined)
    throw new TypeError('The prefix of the rate counters is in use: Redis stores a value there that is not a count.')
  return { count: Number(count), resetsAt: Number(resetsAt) }
}
