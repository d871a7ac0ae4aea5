import { createRandom, type Random } from '../test-support/random.js'
import { compare } from './differences/compare.js'
import { makeCase } from './mutations/make-case.js'
import type { Extent } from './subjects/make-subjects.js'
import { makeSubjects } from './subjects/make-subjects.js'

export interface CasesToRun {
  readonly seed: number
  /** The numbers of the cases: from the first to before the last. */
  readonly from: number
  readonly to: number
  readonly extent: Extent
}

/** A failed case: unexplained, or a crash. */
export interface WrongCase {
  readonly seed: number
  readonly number: number
  readonly subject: string
  readonly ceremony: string
  readonly mutations: readonly string[]
  readonly finding: string
  /** The tested JSON. */
  readonly response: string
}

export interface CaseTally {
  /** By `both accept`, `both refuse`, and the names of the explanations. */
  readonly counts: Readonly<Record<string, number>>
  readonly wrong: readonly WrongCase[]
}

/** The random numbers of one case, the same for the same seed and number. */
function randomOf(seed: number, number: number): Random {
  return createRandom((seed ^ Math.imul(number + 1, 0x9e3779b1)) >>> 0)
}

/** Makes the cases of these numbers, and compares the results of the two libraries. */
export async function runCases({ seed, from, to, extent }: CasesToRun): Promise<CaseTally> {
  const subjects = await makeSubjects(extent, createRandom(seed))
  const counts: Record<string, number> = {}
  const wrong: WrongCase[] = []
  for (let number = from; number < to; number++) {
    const it = await makeCase(subjects, randomOf(seed, number))
    const found = await compare(it)
    const name = found.kind === 'explained' ? found.by : found.kind
    counts[name] = (counts[name] ?? 0) + 1
    if (found.kind !== 'unexplained' && found.kind !== 'crash') continue
    const { subject, ceremony, mutations } = it
    const response = JSON.stringify(it.response)
    wrong.push({ seed, number, subject: subject.name, ceremony, mutations, finding: JSON.stringify(found), response })
  }
  return { counts, wrong }
}

export function addTallies(one: CaseTally, other: CaseTally): CaseTally {
  const counts = { ...one.counts }
  for (const [name, count] of Object.entries(other.counts)) counts[name] = (counts[name] ?? 0) + count
  return { counts, wrong: [...one.wrong, ...other.wrong] }
}
