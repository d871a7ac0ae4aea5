export interface RuleCounts {
  readonly rules: number
  readonly repetitions: number
}

export function countRules(reports: readonly unknown[]): RuleCounts
export function rulesLine(counts: RuleCounts): string
