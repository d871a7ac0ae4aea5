/** What a process of a run is started with. */
export interface ProcessOrders {
  readonly role: 'worker' | 'deliverer'
  readonly address: string
  /** Unique in the run: names its journal and its connections. */
  readonly name: string
  readonly journals: string
  readonly seed: number
  readonly userIds: readonly string[]
}
