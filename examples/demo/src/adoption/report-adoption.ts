import type { AdoptionFigures, ReportedOutcome } from '@latchkey/core'

/** Numbers that add up over organizations and days. */
export interface Sums {
  readonly prompted: number
  readonly enrolled: number
  readonly declined: number
  readonly passkeySignIns: number
  readonly otherSignIns: number
}

export interface DaySums extends Sums {
  /** In UTC, such as `2026-11-21`. */
  readonly day: string
}

export interface AdoptionReport {
  /** Every day of the period, oldest first, including days without activity. */
  readonly days: readonly DaySums[]
  readonly total: Sums
  /** The share of sign-ins with a passkey, 0 to 1; undefined without sign-ins. */
  readonly share: number | undefined
  /** The number of failures by error code, the most frequent first. */
  readonly failures: readonly (readonly [code: string, count: number])[]
  /** How requests ended, as pages reported it, the most frequent first. */
  readonly outcomes: readonly ReportedOutcome[]
}

/** The days of a report, in epoch milliseconds. `to` is exclusive. */
export interface ReportPeriod {
  readonly from: number
  readonly to: number
}

const dayMs = 86_400_000

const members = ['prompted', 'enrolled', 'declined', 'passkeySignIns', 'otherSignIns'] as const
const nothing: Sums = { prompted: 0, enrolled: 0, declined: 0, passkeySignIns: 0, otherSignIns: 0 }

/** The last days in UTC, including today. */
export function lastDays(count: number, now: number): ReportPeriod {
  const to = (Math.floor(now / dayMs) + 1) * dayMs
  return { from: to - count * dayMs, to }
}

/** Adds up the figures of all organizations, and fills in the days without any. */
export function reportAdoption(figures: readonly AdoptionFigures[], { from, to }: ReportPeriod): AdoptionReport {
  const byDay = new Map<string, Sums>()
  const failures = new Map<string, number>()
  for (const item of figures) {
    byDay.set(item.day, add(byDay.get(item.day) ?? nothing, item))
    for (const [code, count] of Object.entries(item.failures)) failures.set(code, (failures.get(code) ?? 0) + count)
  }
  const days = Array.from({ length: (to - from) / dayMs }, (_, index) => {
    const day = new Date(from + index * dayMs).toISOString().slice(0, 10)
    return { day, ...(byDay.get(day) ?? nothing) }
  })
  const total = days.reduce<Sums>(add, nothing)
  const signIns = total.passkeySignIns + total.otherSignIns
  return {
    days,
    total,
    share: signIns === 0 ? undefined : total.passkeySignIns / signIns,
    failures: [...failures].sort(([, one], [, other]) => other - one),
    outcomes: addOutcomes(figures.flatMap(({ reported = [] }) => reported)),
  }
}

/** One row for each kind, whatever the day and the organization. */
function addOutcomes(reported: readonly ReportedOutcome[]): readonly ReportedOutcome[] {
  const kinds = new Map<string, ReportedOutcome>()
  for (const outcome of reported) {
    const key = JSON.stringify([outcome.purpose, outcome.code, outcome.mode, outcome.withinSeconds])
    kinds.set(key, { ...outcome, count: (kinds.get(key)?.count ?? 0) + outcome.count })
  }
  return [...kinds.values()].sort((one, other) => other.count - one.count)
}

function add(one: Sums, other: Sums): Sums {
  const sums = members.map((member) => [member, one[member] + other[member]] as const)
  return { ...nothing, ...Object.fromEntries(sums) }
}
