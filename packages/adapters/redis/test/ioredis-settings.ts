/** A call fails at once while Redis is away, after a second when it hangs, and works again when Redis is back. */
export const ioredisSettings = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  connectTimeout: 1000,
  commandTimeout: 1000,
}
