import { availableParallelism } from 'node:os'
import { type Column, printNumber, printTable } from '../report/table.js'
import type { AssertionActions, RegistrationActions } from './ceremonies.js'

/** Microseconds, by what was done. */
export interface Findings {
  readonly assertions: readonly ({ readonly name: string } & Times<AssertionActions>)[]
  readonly registrations: readonly ({ readonly name: string } & Times<RegistrationActions>)[]
}

type Times<Actions> = Readonly<Record<keyof Actions, number>>

/** The measured part of docs/performance.md. */
export function printFindings({ assertions, registrations }: Findings): string {
  return [
    `\`npm run bench\` · Node ${process.versions.node} · OpenSSL ${process.versions.openssl} · ${availableParallelism()} cores`,
    '### One sign-in answer',
    printTable({ rows: assertions, columns: assertionColumns }),
    '### One registration',
    printTable({ rows: registrations, columns: registrationColumns }),
  ].join('\n\n')
}

const ratio = (value: number) => `×${printNumber(value)}`

const assertionColumns: readonly Column<Findings['assertions'][number]>[] = [
  { heading: 'algorithm', cell: ({ name }) => name },
  { heading: 'bare check, µs', cell: ({ bare }) => printNumber(bare) },
  { heading: 'key remembered, µs', cell: ({ remembered }) => printNumber(remembered) },
  { heading: '× bare', cell: ({ remembered, bare }) => ratio(remembered / bare) },
  { heading: 'key imported, µs', cell: ({ imported }) => printNumber(imported) },
  { heading: '× bare', cell: ({ imported, bare }) => ratio(imported / bare) },
  { heading: '@simplewebauthn/server, µs', cell: ({ other }) => printNumber(other) },
  { heading: 'it to ours, remembered', cell: ({ other, remembered }) => ratio(other / remembered) },
  { heading: 'it to ours, imported', cell: ({ other, imported }) => ratio(other / imported) },
]

const registrationColumns: readonly Column<Findings['registrations'][number]>[] = [
  { heading: 'algorithm, attestation', cell: ({ name }) => name },
  { heading: 'ours, µs', cell: ({ ours }) => printNumber(ours) },
  { heading: '@simplewebauthn/server, µs', cell: ({ other }) => printNumber(other) },
  { heading: 'it to ours', cell: ({ ours, other }) => ratio(other / ours) },
]
