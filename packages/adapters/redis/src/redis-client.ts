/** Your app's existing client, single or cluster: node-redis or ioredis. */
export type RedisClient = NodeRedisClient | IoredisClient

/** The part of node-redis (`redis` on npm) that is used. */
export interface NodeRedisClient {
  /** As in `redis`. */
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>
  /** Never called: the spelling distinguishes the two clients. */
  readonly evalSha: unknown
}

/** The part of ioredis that is used. */
export interface IoredisClient {
  /** As in `ioredis`. */
  eval(script: string, numberOfKeys: number, ...keysAndArguments: string[]): Promise<unknown>
  /** Never called: the spelling distinguishes the two clients. */
  readonly evalsha: unknown
}

/** Runs a script on one key, and returns its result. */
export type RunScript = (script: string, key: string, ...values: readonly number[]) => Promise<unknown>

/**
 * EVAL, not EVALSHA: one round trip even after a restart, a failover or SCRIPT FLUSH, without a second try; the cost
 * of the longer command is negligible. On a cluster it goes to the primary that owns the key.
 *
 * @throws {TypeError} if the client is neither of the two.
 */
export function scriptRunner(client: RedisClient): RunScript {
  if ('evalSha' in client) {
    return (script, key, ...values) => client.eval(script, { keys: [key], arguments: values.map(String) })
  }
  if ('evalsha' in client) return (script, key, ...values) => client.eval(script, 1, key, ...values.map(String))
  throw new TypeError('redisRates takes a client of node-redis (`redis` on npm) or of ioredis.')
}
