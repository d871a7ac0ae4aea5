import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { DatabaseKind } from '../../../test-support/databases/database-kind.js'
import type { ChildOrder } from './child.js'

export interface Child {
  /** Sends the order and returns the reply. */
  tell(order: ChildOrder): Promise<unknown>
  stop(): Promise<void>
}

/** Resolves when the process has enrolled that many users and is warm. */
export async function startChild(kind: DatabaseKind, address: string, people: number): Promise<Child> {
  const execArgv = ['--conditions=@latchkey/source', '--import', 'tsx']
  const path = fileURLToPath(new URL('./child.ts', import.meta.url))
  const child = fork(path, [kind.name, address, String(people)], { execArgv })
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`The measuring process ended with ${code}.`)
  })
  failed.catch(() => {})
  await Promise.race([once(child, 'message'), failed])
  return {
    tell: async (order) => {
      const answered = once(child, 'message')
      child.send(order)
      const [answer] = await Promise.race([answered, failed])
      return answer
    },
    stop: async () => {
      child.disconnect()
      await failed.catch(() => {})
    },
  }
}
