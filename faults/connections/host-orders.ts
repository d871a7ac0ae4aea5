/** How an app handles a broken connection. */
export interface HostOrders {
  readonly address: string
  /** Whether it has `pool.on('error', …)`. */
  readonly listensToPool: boolean
  /** Whether it has `pool.on('connect', (client) => client.on('error', …))`. */
  readonly listensToConnections: boolean
  /** Whether the connection is in the middle of a statement when it breaks. */
  readonly isBusy: boolean
}
