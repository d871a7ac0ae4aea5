import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { ChildOrder } from './obey-parent.js'

export interface Child {
  /** Sends the order and answers the outcome. */
  tell(order: ChildOrder): Promise<unknown>
  stop(): Promise<void>
}

/** Resolves when the program at this path, which calls `obeyParent`, has opened the database and waits for orders. */
export async function startChild(program: string, address: string): Promise<Child> {
  const child = fork(program, [address], { execArgv: [] })
  await nextMessage(child)
  return {
    tell: async (order) => {
      const answered = nextMessage(child)
      child.send(order)
      return answered
    },
    stop: async () => {
      const exited = once(child, 'exit')
      child.disconnect()
      await exited
    },
  }
}

/** Rejects when the process ends instead. */
async function nextMessage(child: ChildProcess): Promise<unknown> {
  const listening = new AbortController()
  const ended = once(child, 'exit', listening).then(() => Promise.reject(new Error('The process has ended.')))
  try {
    const [message] = await Promise.race([once(child, 'message', listening), ended])
    return message
  } finally {
    listening.abort()
  }
}
