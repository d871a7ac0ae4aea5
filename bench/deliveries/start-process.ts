import { fork } from 'node:child_process'
import { once } from 'node:events'

export interface StartedProcess {
  /** What it sent first. */
  readonly first: unknown
  /** Sends the order and returns the reply. */
  ask(order: string): Promise<unknown>
  stop(): Promise<void>
}

/** Resolves with the first message of the process. */
export async function startProcess(program: URL, parameters: readonly string[]): Promise<StartedProcess> {
  const execArgv = ['--conditions=@latchkey/source', '--import', 'tsx']
  const child = fork(program, parameters, { execArgv })
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`A measuring process ended with ${code}.`)
  })
  failed.catch(() => {})
  const next = async () => (await Promise.race([once(child, 'message'), failed]))[0]
  return {
    first: await next(),
    ask: (order) => {
      const reply = next()
      child.send(order)
      return reply
    },
    stop: async () => {
      child.disconnect()
      await failed.catch(() => {})
    },
  }
}
