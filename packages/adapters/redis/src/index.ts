export type { IoredisClient, NodeRedisClient, RedisClient } from './redis-client.js'
export { type RedisRatesOptions, redisRates } from './redis-rates.js'
