import { assertStorable, type RateCount, type RateStore } from '@latchkey/storage'
import { hitScript, readScript, resetScript } from './rate-scripts.js'
import { type RedisClient, scriptRunner } from './redis-client.js'

/** What `redisRates` takes. */
export interface RedisRatesOptions {
  /** What every key in Redis begins with. Two deployments that share a Redis take two. Default: `latchkey:`. */
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
 * Each verb is one round trip on one key, so a cluster is as good as a single server. Whether a window is open is
 * judged by the `now` of the caller and never by Redis' clock, which only cleans up: a key goes a minute after its
 * window at the latest, counted from its first hit. So nothing is left for `sweep` to forget, and a clock that was
 * wrong cannot lock a key for longer than that.
 *
 * The client is the app's: it connects, reconnects and closes it. While Redis is away a verb rejects as soon as the
 * client gives up, which by default may be never: the README says which settings make it give up at once.
 *
 * @throws {TypeError} when the client is neither node-redis nor ioredis.
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
    throw new TypeError('The prefix of the rates is in use: what Redis stores there is no count.')
  return { count: Number(count), resetsAt: Number(resetsAt) }
}
