/** The client that the app has already, single or cluster: node-redis or ioredis. */
export type RedisClient = NodeRedisClient | IoredisClient

/** What is used of node-redis (`redis` on npm). */
export interface NodeRedisClient {
  /** As in `redis`. */
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>
  /** Never called: the spelling distinguishes the two clients. */
  readonly evalSha: unknown
}

/** What is used of ioredis. */
export interface IoredisClient {
  /** As in `ioredis`. */
  eval(script: string, numberOfKeys: number, ...keysAndArguments: string[]): Promise<unknown>
  /** Never called: the spelling distinguishes the two clients. */
  readonly evalsha: unknown
}

/** Runs a script on one key, and returns its result. */
export type RunScript = (script: string, key: string, ...values: readonly number[]) => Promise<unknown>

/**
 * EVAL, and not EVALSHA: one round trip after a restart, a failover or SCRIPT FLUSH too, without a second try; what the
 * longer command costs is lost in the noise of a round trip. On a cluster it goes to the primary that owns the key.
 *
 * @throws {TypeError} when the client is neither of the two.
 */
export function scriptRunner(client: RedisClient): RunScript {
  if ('evalSha' in client) {
    return (script, key, ...values) => client.eval(script, { keys: [key], arguments: values.map(String) })
  }
  if ('evalsha' in client) return (script, key, ...values) => client.eval(script, 1, key, ...values.map(String))
  throw new TypeError('redisRates takes a client of node-redis (`redis` on npm) or of ioredis.')
}
