/** A call fails at once while Redis is away, after two seconds when it hangs, and works again when Redis is back. */
export const nodeRedisSettings = {
  disableOfflineQueue: true,
  pingInterval: 1000,
  socket: {
    connectTimeout: 1000,
    socketTimeout: 2000,
    reconnectStrategy: (retries: number) => Math.min(50 * retries, 1000),
  },
}
