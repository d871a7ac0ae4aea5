import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { ProcessOrders } from './process-orders.js'

export interface RunningProcess {
  readonly orders: ProcessOrders
  /** Resolves when it has begun to act. */
  readonly ready: Promise<void>
  /** SIGKILL. The process has ended when this resolves. */
  kill(): Promise<void>
  /** @throws {Error} if the process has ended by itself, which is a failure. */
  demandAlive(): void
}

/** Starts what `bundleProcess` has made. */
export function startProcess(program: string, orders: ProcessOrders): RunningProcess {
  const child = fork(program, [JSON.stringify(orders)], { execArgv: [] })
  const ready = Promise.race([once(child, 'message'), failed(child)]).then(() => {})
  ready.catch(() => {})
  return {
    orders,
    ready,
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    },
    demandAlive: () => {
      if (child.exitCode !== null) throw new Error(`${orders.name} has ended by itself with ${child.exitCode}.`)
    },
  }
}

async function failed(child: ChildProcess): Promise<never> {
  const [code] = await once(child, 'exit')
  throw new Error(`A process of the run ended with ${code} before it began.`)
}
