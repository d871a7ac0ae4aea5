import { type Column, printCount, printNumber, printRatio, printTable } from '../report/table.js'
import type { SignInCost } from './measure-sign-ins.js'

/** Who is compared. */
export const candidates = {
  methods: 'Latchkey, methods',
  handler: 'Latchkey, Fetch handler',
  rowsByHand: '@simplewebauthn/server, rows by hand, Fetch handler',
  betterAuth: 'Better Auth with its passkey plugin, Fetch handler',
} as const

export interface SignInFindings extends Readonly<Record<keyof typeof candidates, SignInCost>> {
  /** The signature check alone, in microseconds. */
  readonly bare: number
}

/** How many sign-ins one core could serve in a second. */
export function printHeadline({ handler }: SignInFindings): string {
  const perSecond = Number((1e6 / (handler.begin + handler.finish)).toPrecision(2))
  return `**${printCount(perSecond)} passkey sign-ins per second per core**, database and commit included, through the Fetch handler.`
}

export function printSignIns(findings: SignInFindings): string {
  const rows = Object.entries(candidates).map(([key, name]) => {
    const cost = findings[key as keyof typeof candidates]
    return { name, ...cost, whole: cost.begin + cost.finish }
  })
  const theirs = findings.betterAuth.begin + findings.betterAuth.finish
  const columns: readonly Column<(typeof rows)[number]>[] = [
    { heading: 'server', cell: ({ name }) => name },
    { heading: 'begin, µs', cell: ({ begin }) => printNumber(begin) },
    { heading: 'finish, µs', cell: ({ finish }) => printNumber(finish) },
    { heading: 'whole, µs', cell: ({ whole }) => printNumber(whole) },
    { heading: '× bare check', cell: ({ whole }) => printRatio(whole / findings.bare) },
    { heading: 'Better Auth to it', cell: ({ whole }) => printRatio(theirs / whole) },
    { heading: 'heap, KiB', cell: ({ heap }) => printNumber(heap) },
  ]
  return printTable({ rows, columns })
}
