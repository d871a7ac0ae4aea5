import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { addTallies, type CasesToRun, type CaseTally } from './run-cases.js'

export interface RunFuzz {
  readonly seed: number
  readonly count: number
  /** How many processes share the work. */
  readonly jobs: number
  /** Told how far it has come. */
  readonly tell: (line: string) => void
}

/** Cases that a process runs between two words of it. */
const atOnce = 5000
const child = fileURLToPath(new URL('./child.ts', import.meta.url))

/** Runs the cases in several processes. */
export async function runFuzz({ seed, count, jobs, tell }: RunFuzz): Promise<CaseTally> {
  const shares = Array.from({ length: Math.ceil(count / atOnce) }, (_, index): CasesToRun => {
    return { seed, from: index * atOnce, to: Math.min(count, (index + 1) * atOnce), extent: 'all' }
  })
  let total: CaseTally = { counts: {}, wrong: [] }
  let done = 0
  const work = async () => {
    const worker = fork(child, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    for (let share = shares.shift(); share; share = shares.shift()) {
      total = addTallies(total, await ask(worker, share))
      done += share.to - share.from
      tell(`${done} of ${count}, ${total.wrong.length} wrong`)
    }
    worker.disconnect()
  }
  await Promise.all(Array.from({ length: Math.min(jobs, shares.length) }, work))
  return total
}

async function ask(worker: ChildProcess, share: CasesToRun): Promise<CaseTally> {
  const gone = new AbortController()
  const exit = once(worker, 'exit', { signal: gone.signal }).then(() => {
    throw new Error('A process of the fuzzer has died.')
  })
  exit.catch(() => undefined)
  worker.send(share)
  const [tally] = await Promise.race([once(worker, 'message'), exit])
  gone.abort()
  return tally
}
