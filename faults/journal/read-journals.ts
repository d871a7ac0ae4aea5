import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Call, JournalLine, Outcome } from './journal-line.js'

export interface MadeCall {
  /** The process that made it. */
  readonly writer: string
  /** Calls of one lane were made one after another. */
  readonly lane: string
  readonly at: number
  readonly call: Call
  /** `unknown` too while the call is under way. */
  readonly outcome: Outcome
}

export interface Delivery {
  readonly eventId: string
  readonly claimedAt: number
  readonly at: number
}

export interface Settlement {
  readonly eventId: string
  readonly at: number
}

/** Everything that all processes have written so far. */
export interface Journals {
  readonly calls: readonly MadeCall[]
  readonly deliveries: readonly Delivery[]
  readonly settlements: readonly Settlement[]
}

const ending = '.jsonl'

/** The path of this process's journal. */
export function journalPath(folder: string, writer: string): string {
  return join(folder, `${writer}${ending}`)
}

/** Every journal of the folder. An incomplete last line was never reported to a caller, and is ignored. */
export function readJournals(folder: string): Journals {
  const writers = readdirSync(folder).flatMap((name) => (name.endsWith(ending) ? [name.slice(0, -ending.length)] : []))
  return mergeJournals(writers.map((writer) => toJournals(writer, readLines(journalPath(folder, writer)))))
}

function mergeJournals(journals: readonly Journals[]): Journals {
  return {
    calls: journals.flatMap(({ calls }) => calls),
    deliveries: journals.flatMap(({ deliveries }) => deliveries),
    settlements: journals.flatMap(({ settlements }) => settlements),
  }
}

function readLines(path: string): readonly JournalLine[] {
  const whole = readFileSync(path, 'utf8').split('\n').slice(0, -1)
  return whole.map((line) => JSON.parse(line))
}

function toJournals(writer: string, lines: readonly JournalLine[]): Journals {
  const ended = lines.flatMap((line) => (line.kind === 'ended' ? [[line.number, line.outcome] as const] : []))
  const outcomes = new Map(ended)
  return {
    calls: lines.flatMap((line) => {
      if (line.kind !== 'started') return []
      const { number, lane, at, call } = line
      return [{ writer, lane: `${writer}/${lane}`, at, call, outcome: outcomes.get(number) ?? 'unknown' }]
    }),
    deliveries: lines.flatMap((line) => {
      if (line.kind !== 'delivered') return []
      return line.ids.map((eventId) => ({ eventId, claimedAt: line.claimedAt, at: line.at }))
    }),
    settlements: lines.flatMap((line) => {
      if (line.kind !== 'settled') return []
      return line.ids.map((eventId) => ({ eventId, at: line.at }))
    }),
  }
}
