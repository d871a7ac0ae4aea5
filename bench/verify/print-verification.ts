import { type Column, printNumber, printRatio, printTable } from '../report/table.js'
import type { AssertionActions, RegistrationActions } from './ceremonies.js'

/** Microseconds, by what was done. */
export interface VerificationFindings {
  readonly assertions: readonly ({ readonly name: string } & Times<AssertionActions>)[]
  readonly registrations: readonly ({ readonly name: string } & Times<RegistrationActions>)[]
}

type Times<Actions> = Readonly<Record<keyof Actions, number>>

export function printVerification({ assertions, registrations }: VerificationFindings): string {
  return [
    '### One sign-in answer',
    printTable({ rows: assertions, columns: assertionColumns }),
    '### One registration',
    printTable({ rows: registrations, columns: registrationColumns }),
  ].join('\n\n')
}

const assertionColumns: readonly Column<VerificationFindings['assertions'][number]>[] = [
  { heading: 'algorithm', cell: ({ name }) => name },
  { heading: 'bare check, µs', cell: ({ bare }) => printNumber(bare) },
  { heading: 'key remembered, µs', cell: ({ remembered }) => printNumber(remembered) },
  { heading: '× bare', cell: ({ remembered, bare }) => printRatio(remembered / bare) },
  { heading: 'key imported, µs', cell: ({ imported }) => printNumber(imported) },
  { heading: '× bare', cell: ({ imported, bare }) => printRatio(imported / bare) },
  { heading: '@simplewebauthn/server, µs', cell: ({ other }) => printNumber(other) },
  { heading: 'it to ours, remembered', cell: ({ other, remembered }) => printRatio(other / remembered) },
  { heading: 'it to ours, imported', cell: ({ other, imported }) => printRatio(other / imported) },
]

const registrationColumns: readonly Column<VerificationFindings['registrations'][number]>[] = [
  { heading: 'algorithm, attestation', cell: ({ name }) => name },
  { heading: 'ours, µs', cell: ({ ours }) => printNumber(ours) },
  { heading: '@simplewebauthn/server, µs', cell: ({ other }) => printNumber(other) },
  { heading: 'it to ours', cell: ({ ours, other }) => printRatio(other / ours) },
]
