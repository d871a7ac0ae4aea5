import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { ChildOrder } from './child.js'

export interface Child {
  /** Sends the order and answers the outcome. */
  tell(order: ChildOrder): Promise<unknown>
  stop(): Promise<void>
}

/** Resolves when the process has opened the file and waits for orders. */
export async function startChild(path: string): Promise<Child> {
  const execArgv = ['--conditions=@latchkey/source', '--import', 'tsx']
  const child = fork(fileURLToPath(new URL('./child.ts', import.meta.url)), [path], { execArgv })
  await once(child, 'message')
  return {
    tell: async (order) => {
      const answered = once(child, 'message')
      child.send(order)
      return (await answered)[0]
    },
    stop: async () => {
      const exited = once(child, 'exit')
      child.disconnect()
      await exited
    },
  }
}
