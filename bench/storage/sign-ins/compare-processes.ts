import type { Commits, DatabaseKind, RunningDatabase } from '../../../test-support/databases/database-kind.js'
import { percentile } from '../../report/percentile.js'
import type { MeasuredSignIns } from './measure-sign-ins.js'
import { type Child, startChild } from './start-child.js'

export interface SignInRow {
  readonly commits: Commits
  readonly processes: number
  /** Under way at a time in each process. */
  readonly inFlight: number
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
}

export interface CompareInput {
  readonly kind: DatabaseKind
  readonly running: RunningDatabase
  readonly people: number
}

const processCounts = [1, 2]
const rounds = 3

/** Sign-ins by one and by two processes on one database; of each case the rounds alternate, and the median one counts. */
export async function compareProcesses(input: CompareInput): Promise<readonly SignInRow[]> {
  const rows: SignInRow[] = []
  for (const commits of input.running.commits) rows.push(...(await compareOnPlace(input, commits)))
  return rows
}

async function compareOnPlace({ kind, running, people }: CompareInput, commits: Commits) {
  const address = await running.create(`sign_ins_${commits.replace(' ', '_')}`, commits)
  const { storage, close } = kind.open(address)
  await storage.schema?.migrate()
  await close()
  const children = await Promise.all(processCounts.map(() => startChild(kind, address, people)))
  const cases = processCounts.flatMap((processes) => kind.inFlight.map((inFlight) => ({ processes, inFlight })))
  const measured: SignInRow[] = []
  for (let round = 0; round < rounds; round++) {
    for (const it of cases) {
      measured.push({ commits, ...it, ...(await runRound(children.slice(0, it.processes), it.inFlight)) })
    }
  }
  await Promise.all(children.map((child) => child.stop()))
  return cases.map((it) => medianOf(measured, it))
}

async function runRound(children: readonly Child[], inFlight: number) {
  for (const child of children) await child.tell('answer')
  const answers = await Promise.all(children.map((child) => child.tell({ inFlight })))
  // The result of `measureSignIns` in the child, as JSON.
  const measured = answers as readonly MeasuredSignIns[]
  const milliseconds = measured.flatMap((it) => it.milliseconds)
  return {
    perSecond: measured.reduce((sum, it) => sum + it.perSecond, 0),
    p50: percentile(milliseconds, 0.5),
    p99: percentile(milliseconds, 0.99),
  }
}

function medianOf(measured: readonly SignInRow[], { processes, inFlight }: Pick<SignInRow, 'processes' | 'inFlight'>) {
  const rounds = measured
    .filter((row) => row.processes === processes && row.inFlight === inFlight)
    .toSorted((one, other) => one.perSecond - other.perSecond)
  const median = rounds[Math.floor(rounds.length / 2)]
  if (!median) throw new RangeError('At least one round is needed.')
  return median
}
