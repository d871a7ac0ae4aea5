export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** What a runner left behind: its JSON report, undefined when it wrote none, and how its process ended. */
export interface Run {
  readonly report: unknown
  readonly exitCode: number | null
}

export function tallyVitest(run: Run): Tally
export function tallyPlaywright(run: Run): Tally
export function addUp(tallies: readonly Tally[]): Tally
export function summaryLine(tally: Tally): string
export function isGreen(tally: Tally): boolean
