import { performance } from 'node:perf_hooks'
import type { OpenDatabase } from '../../test-support/databases/database-kind.js'
import { postgres } from '../../test-support/databases/postgres.js'
import { type Case, cases, type ReceiverReport, type WorkerReport } from './case.js'
import { findDisorder } from './find-disorder.js'
import { type StartedProcess, startProcess } from './start-process.js'
import { storeEvents } from './store-events.js'

export interface Extent {
  readonly events: number
  /** The events are of this many users, in turns. */
  readonly users: number
  readonly rounds: number
  /** Called when a part begins. */
  readonly tell: (line: string) => void
}

export interface MeasuredCase extends Case {
  readonly perSecond: number
  /** CPU time of the workers and the receiver for each event, in milliseconds. */
  readonly workerMs: number
  readonly receiverMs: number
}

export interface DeliveryFindings extends Pick<Extent, 'events' | 'users'> {
  readonly version: string
  /** The median round of each case. */
  readonly cases: readonly MeasuredCase[]
  /** Events that were lost, or out of order. */
  readonly wrong: readonly string[]
}

/**
 * The cases take turns, so that other load on the machine affects all alike.
 *
 * @throws {NoServer} where there is no PostgreSQL.
 */
export async function measureDeliveries(extent: Extent): Promise<DeliveryFindings> {
  const server = await postgres.start()
  try {
    const address = await server.create('deliveries', 'not synced')
    const place = postgres.open(address)
    await place.storage.schema?.migrate()
    const measured = await measureAll(extent, place, address)
    await place.close()
    return { ...extent, version: server.version, ...measured }
  } finally {
    await server.stop()
  }
}

async function measureAll(extent: Extent, place: OpenDatabase, address: string) {
  const receiver = await startProcess(new URL('./receiver.ts', import.meta.url), [])
  const parameters = [address, String(receiver.first), String(extent.events)]
  const workers = await Promise.all([1, 2].map(() => startProcess(new URL('./worker.ts', import.meta.url), parameters)))
  const rounds: MeasuredCase[] = []
  const wrong: string[] = []
  for (let round = 0; round < extent.rounds; round++) {
    for (const it of cases) {
      const run = { ...extent, place, workers: workers.slice(0, it.workers), receiver }
      const { measured, disorder } = await measureCase(it, run)
      extent.tell(`${it.name}, ${it.workers} workers: ${Math.round(measured.perSecond)} per second`)
      rounds.push(measured)
      wrong.push(...disorder)
    }
  }
  for (const child of [...workers, receiver]) await child.stop()
  return { cases: cases.map((it) => medianOf(rounds, it)), wrong }
}

interface CaseRun extends Pick<Extent, 'events' | 'users'> {
  readonly place: OpenDatabase
  readonly workers: readonly StartedProcess[]
  readonly receiver: StartedProcess
}

async function measureCase(it: Case, { events, users, place, workers, receiver }: CaseRun) {
  const stored = it.order === 'post' ? [] : await storeEvents(place, { events, users, order: it.order })
  await receiver.ask('report')
  const begunAt = performance.now()
  // The results of the processes, as JSON.
  const reports = (await Promise.all(workers.map((worker) => worker.ask(it.order)))) as readonly WorkerReport[]
  const seconds = (performance.now() - begunAt) / 1000
  const { arrivals, cpuMs } = (await receiver.ask('report')) as ReceiverReport
  const delivered = reports.reduce((sum, report) => sum + report.delivered, 0)
  const isJudged = it.order === 'webhook'
  return {
    measured: {
      ...it,
      perSecond: delivered / seconds,
      workerMs: reports.reduce((sum, report) => sum + report.cpuMs, 0) / delivered,
      receiverMs: cpuMs / delivered,
    },
    disorder: isJudged ? findDisorder(stored, arrivals) : [],
  }
}

function medianOf(rounds: readonly MeasuredCase[], { name, workers }: Case): MeasuredCase {
  const sorted = rounds
    .filter((it) => it.name === name && it.workers === workers)
    .toSorted((one, other) => one.perSecond - other.perSecond)
  const median = sorted[Math.floor(sorted.length / 2)]
  if (!median) throw new RangeError('At least one round is needed.')
  return median
}
