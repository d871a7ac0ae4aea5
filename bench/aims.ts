import { type Column, printNumber, printTable } from './report/table.js'
import type { SignInFindings } from './sign-in/print-sign-ins.js'
import type { VerificationFindings } from './verify/print-verification.js'

/** Everything that one run measures. */
export interface Findings {
  readonly verification: VerificationFindings
  readonly signIns: SignInFindings
}

/** A ratio, or a number of KiB, that a run is to reach. */
interface Aim {
  readonly name: string
  readonly atMost?: number
  readonly atLeast?: number
  measured(findings: Findings): number
}

const aims: readonly Aim[] = [
  {
    name: 'ES256, key remembered × bare',
    atMost: 1.12,
    measured: ofAssertion('ES256', (it) => it.remembered / it.bare),
  },
  { name: 'ES256, key imported × bare', atMost: 2.2, measured: ofAssertion('ES256', (it) => it.imported / it.bare) },
  ...[
    { algorithm: 'ES256', atLeast: 9 },
    { algorithm: 'EdDSA', atLeast: 4.2 },
    { algorithm: 'RS256', atLeast: 14 },
    { algorithm: 'ES384', atLeast: 2.5 },
  ].map(({ algorithm, atLeast }) => ({
    name: `@simplewebauthn/server ÷ ours: ${algorithm}, key remembered`,
    atLeast,
    measured: ofAssertion(algorithm, (it) => it.other / it.remembered),
  })),
  {
    name: '@simplewebauthn/server ÷ ours: a registration without attestation',
    atLeast: 25,
    measured: ({ verification }) => {
      const { other, ours } = rowOf(verification.registrations, 'ES256, none')
      return other / ours
    },
  },
  { name: 'begin by method × bare', atMost: 0.5, measured: ({ signIns }) => signIns.methods.begin / signIns.bare },
  { name: 'begin by handler × bare', atMost: 1.7, measured: ({ signIns }) => signIns.handler.begin / signIns.bare },
  {
    name: 'a sign-in by methods × bare',
    atMost: 3.8,
    measured: ({ signIns }) => whole(signIns.methods) / signIns.bare,
  },
  { name: 'a sign-in by handler × bare', atMost: 8, measured: ({ signIns }) => whole(signIns.handler) / signIns.bare },
  { name: 'Better Auth ÷ our methods', atLeast: 24, measured: comparedWith('betterAuth', 'methods') },
  { name: 'Better Auth ÷ our handler', atLeast: 12, measured: comparedWith('betterAuth', 'handler') },
  { name: 'rows by hand ÷ our handler', atLeast: 2.2, measured: comparedWith('rowsByHand', 'handler') },
  { name: 'KiB of heap for a sign-in by methods', atMost: 50, measured: ({ signIns }) => signIns.methods.heap },
  { name: 'KiB of heap for a sign-in by handler', atMost: 100, measured: ({ signIns }) => signIns.handler.heap },
]

function rowOf<Row extends { readonly name: string }>(rows: readonly Row[], wanted: string): Row {
  const row = rows.find(({ name }) => name === wanted)
  if (!row) throw new RangeError(`${wanted} was not measured.`)
  return row
}

function ofAssertion(name: string, ratio: (row: VerificationFindings['assertions'][number]) => number) {
  return ({ verification }: Findings) => ratio(rowOf(verification.assertions, name))
}

function comparedWith(other: 'betterAuth' | 'rowsByHand', ours: 'methods' | 'handler') {
  return ({ signIns }: Findings) => whole(signIns[other]) / whole(signIns[ours])
}

function whole({ begin, finish }: SignInFindings['methods']): number {
  return begin + finish
}

/** An aim, and what was measured. */
interface ComparedAim extends Aim {
  readonly value: number
  /** How many times better than the aim; below 1 it is missed. */
  readonly score: number
}

/** Whether no aim is missed by more than a tenth: what is near to it, another run may reach. */
export function areAimsReached(findings: Findings): boolean {
  return compare(findings).every(({ score }) => score >= 1 / 1.1)
}

export function printAims(findings: Findings): string {
  return printTable({ rows: compare(findings), columns })
}

function compare(findings: Findings): readonly ComparedAim[] {
  return aims.map((aim) => {
    const value = aim.measured(findings)
    const score = aim.atMost === undefined ? value / (aim.atLeast ?? 1) : aim.atMost / value
    return { ...aim, value, score }
  })
}

const columns: readonly Column<ComparedAim>[] = [
  { heading: 'what', cell: ({ name }) => name },
  {
    heading: 'goal',
    cell: ({ atMost, atLeast }) => (atMost === undefined ? `at least ${atLeast}` : `at most ${atMost}`),
  },
  { heading: 'measured', cell: ({ value }) => printNumber(value) },
  { heading: 'reached', cell: ({ score }) => (score >= 1 ? 'yes' : 'no') },
]
