import type { AdoptionFigures } from '@latchkey/core'

/** What adds up, over organisations and over days. */
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
  /** Each day of the time, oldest first, also those on which nothing happened. */
  readonly days: readonly DaySums[]
  readonly total: Sums
  /** Passkeys among the sign-ins, 0 to 1; undefined where there are none. */
  readonly share: number | undefined
  /** How often something was refused, by the code of the refusal; the most frequent first. */
  readonly failures: readonly (readonly [code: string, count: number])[]
}

/** The days of a report, in epoch milliseconds; `to` is not in it any more. */
export interface ReportedTime {
  readonly from: number
  readonly to: number
}

const dayMs = 86_400_000

const members = ['prompted', 'enrolled', 'declined', 'passkeySignIns', 'otherSignIns'] as const
const nothing: Sums = { prompted: 0, enrolled: 0, declined: 0, passkeySignIns: 0, otherSignIns: 0 }

/** So many days in UTC, the last of which is today. */
export function lastDays(count: number, now: number): ReportedTime {
  const to = (Math.floor(now / dayMs) + 1) * dayMs
  return { from: to - count * dayMs, to }
}

/** Adds up the figures of all organisations that there are, and fills in the days without any. */
export function reportAdoption(figures: readonly AdoptionFigures[], { from, to }: ReportedTime): AdoptionReport {
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
  }
}

function add(one: Sums, other: Sums): Sums {
  const sums = members.map((member) => [member, one[member] + other[member]] as const)
  return { ...nothing, ...Object.fromEntries(sums) }
}
