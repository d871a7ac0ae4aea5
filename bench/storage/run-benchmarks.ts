import { startOrSay } from '../../scripts/databases/start-or-say.js'
import { countVerbs } from '../../test-support/counts/count-verbs.js'
import type { DatabaseKind, RunningDatabase } from '../../test-support/databases/database-kind.js'
import { databaseKinds, inspectedKinds } from '../../test-support/databases/database-kinds.js'
import { measureGrowth } from './growth/measure-growth.js'
import type { Findings, Measured } from './report/findings.js'
import { compareProcesses } from './sign-ins/compare-processes.js'

/** How much of everything. */
export interface Extent {
  /** Numbers of passkeys, the smallest first. */
  readonly sizes: readonly number[]
  /** The number of users who sign in, per process or database. */
  readonly people: number
  /** How often the sizes take turns. */
  readonly rounds: number
  /** Called when a part begins. */
  readonly tell: (line: string) => void
}

/** Measures everything on every database that is here. */
export async function runBenchmarks(extent: Extent): Promise<Findings> {
  const started = await startAll()
  try {
    const all = [...started].map(([kind, running]) => ({ kind, running }))
    return {
      versions: all.map(({ kind, running }) => ({ database: kind.name, found: running.version })),
      counts: await measureEach(all, (it) => countOn(it, extent)),
      signIns: await measureEach(
        all.filter(({ kind }) => kind.inFlight.length > 0),
        (it) => {
          extent.tell(`Sign-ins on ${it.kind.name}`)
          return compareProcesses({ ...it, ...extent })
        },
      ),
      growth: await measureEach(
        inspectedKinds.flatMap((kind) => {
          const running = started.get(kind)
          return running ? [{ kind, running }] : []
        }),
        (it) => {
          extent.tell(`Growth on ${it.kind.name}`)
          return measureGrowth({ ...it, ...extent })
        },
      ),
    }
  } finally {
    for (const running of started.values()) await running.stop()
  }
}

interface Started<Kind extends DatabaseKind> {
  readonly kind: Kind
  readonly running: RunningDatabase
}

async function startAll(): Promise<ReadonlyMap<DatabaseKind, RunningDatabase>> {
  const started = new Map<DatabaseKind, RunningDatabase>()
  for (const kind of databaseKinds) {
    const running = await startOrSay(() => kind.start())
    if (running) started.set(kind, running)
  }
  return started
}

/** One after another, so that none disturbs the other. */
async function measureEach<Kind extends DatabaseKind, What>(
  all: readonly Started<Kind>[],
  measure: (it: Started<Kind>) => Promise<What>,
): Promise<readonly Measured<What>[]> {
  const measured: Measured<What>[] = []
  for (const it of all) measured.push({ database: it.kind.name, found: await measure(it) })
  return measured
}

async function countOn({ kind, running }: Started<DatabaseKind>, { tell }: Extent) {
  tell(`Counts on ${kind.name}`)
  const counted = await kind.openCounted(await running.create('counts'))
  const counts = await countVerbs(counted)
  await counted.close()
  return { isRemote: kind.isRemote, counts }
}
