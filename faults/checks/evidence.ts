import type { Journals, MadeCall } from '../journal/read-journals.js'
import { groupBy } from './group-by.js'
import type { Snapshot } from './snapshot.js'

/** The results that the processes received, and the content of the database. */
export interface Evidence {
  /** Read before the snapshot: every success here must be in the snapshot. */
  readonly before: Journals
  readonly snapshot: Snapshot
  /** Read after the snapshot: everything in the snapshot must have begun here. */
  readonly after: Journals
}

/** Returns one line for each violation. */
export type Check = (evidence: Evidence) => readonly string[]

/** Whether the ceremony had its effect. `open`: unknown so far. */
export type Fate = 'happened' | 'did not happen' | 'open'

/** The calls that finish one ceremony, the first of them first. */
export function ceremoniesOf(calls: readonly MadeCall[]): readonly (readonly [MadeCall, ...MadeCall[]])[] {
  const finishes = calls.toSorted((one, other) => one.at - other.at).filter(({ call }) => 'finish' in call)
  const byCeremony = groupBy(finishes, ({ call }) => ('finish' in call ? call.finish.ceremony : ''))
  return [...byCeremony.values()].map(([first, ...others]) => {
    if (!first) throw new RangeError('A group has no member.')
    return [first, ...others]
  })
}

/**
 * A success means that it happened, and so does `ceremony_spent` after an unknown. Another refusal means that it did
 * not.
 */
export function fateOf(finishes: readonly MadeCall[]): Fate {
  const outcomes = finishes.map(({ outcome }) => outcome)
  if (outcomes.includes('success')) return 'happened'
  const told = outcomes.filter((outcome) => outcome !== 'unknown')
  if (told.includes('ceremony_spent')) return 'happened'
  return outcomes.at(-1) === 'unknown' ? 'open' : 'did not happen'
}

/** Counts each key. */
export function tally(keys: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...groupBy(keys, (key) => key)].map(([key, all]) => [key, all.length]))
}
