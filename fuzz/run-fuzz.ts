import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { JudgedShares } from './judged-shares.js'
import type { CasesToRun, CaseTally } from './run-cases.js'
import { shareOut } from './share-out.js'

export interface RunFuzz {
  readonly seed: number
  readonly count: number
  /** The number of processes that share the work. */
  readonly jobs: number
  /** Called with the progress, and with each wrong case when it is found. */
  readonly tell: (line: string) => void
  readonly judged: JudgedShares
}

/** The number of cases between two reports of a process. */
const atOnce = 5000
const child = fileURLToPath(new URL('./child.ts', import.meta.url))

/** Runs the cases in several processes. */
export async function runFuzz({ seed, count, jobs, tell, judged }: RunFuzz): Promise<CaseTally> {
  const shares = Array.from({ length: Math.ceil(count / atOnce) }, (_, index): CasesToRun => {
    return { seed, from: index * atOnce, to: Math.min(count, (index + 1) * atOnce), extent: 'all' }
  })
  const workers = Array.from({ length: Math.min(jobs, shares.length) }, () =>
    fork(child, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }),
  )
  try {
    return await shareOut(shares, { asks: workers.map((worker) => (share) => ask(worker, share)), tell, judged })
  } finally {
    for (const worker of workers) worker.disconnect()
  }
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
