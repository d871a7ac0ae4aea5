import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import type { CasesToRun, CaseTally } from './run-cases.js'

/** The results of the shares of a run, so that another run can continue. */
export interface JudgedShares {
  find(share: CasesToRun): CaseTally | undefined
  /** Shares with a wrong case are not stored: they run again. */
  keep(share: CasesToRun, tally: CaseTally): void
}

/**
 * Keeps the shares in a file, a line each. `resumes` begins with those that are there, which is for who has since changed
 * nothing but the explanations of differences; otherwise they are forgotten.
 */
export function keepShares(folder: URL, { seed, resumes }: { seed: number; resumes: boolean }): JudgedShares {
  const file = new URL(`fuzz-${seed}.jsonl`, folder)
  mkdirSync(folder, { recursive: true })
  if (!resumes) rmSync(file, { force: true })
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []
  const known = new Map(lines.map((line): [string, CaseTally] => JSON.parse(line)))
  return {
    find: (share) => known.get(nameOf(share)),
    keep: (share, tally) => {
      if (tally.wrong.length === 0) appendFileSync(file, `${JSON.stringify([nameOf(share), tally])}\n`)
    },
  }
}

function nameOf({ from, to, extent }: CasesToRun): string {
  return `${from}-${to} ${extent}`
}
