/** What the workers do with the events, and how many workers there are. */
export interface Case {
  readonly name: string
  readonly workers: number
  readonly order: WorkerOrder
}

/** `post` sends the same messages without a database: what the processes and the receiver can do. */
export type WorkerOrder = 'post' | 'webhook' | 'function'

export const cases = [
  { name: 'posts of the same messages, without a database', workers: 2, order: 'post' },
  { name: '`events.deliver` to a webhook', workers: 1, order: 'webhook' },
  { name: '`events.deliver` to a webhook', workers: 2, order: 'webhook' },
  { name: '`events.deliver` to a function', workers: 2, order: 'function' },
] as const satisfies readonly Case[]

/** What a worker reports once it has nothing left to do. */
export interface WorkerReport {
  readonly delivered: number
  readonly cpuMs: number
}

/** What the receiver has seen since the last report, in the order of arrival. */
export interface ReceiverReport {
  readonly cpuMs: number
  readonly arrivals: readonly Arrival[]
}

export interface Arrival {
  readonly id: string
  readonly userId: string
}
