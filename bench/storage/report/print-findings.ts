import { availableParallelism } from 'node:os'
import { countedVerbs } from '../../../test-support/counts/counted-verbs.js'
import { noCounts } from '../../../test-support/wire/wire-protocol.js'
import { type Column, printCount, printNumber, printTable } from '../../report/table.js'
import { type FillerTable, fillerTables } from '../growth/filler-rows.js'
import type { Findings } from './findings.js'
import { printArithmetic } from './print-arithmetic.js'

/** The measured part of docs/scale.md. */
export function printFindings(findings: Findings): string {
  return [
    printMachine(findings),
    '### What a verb asks of the database',
    printCounts(findings),
    '### Sign-ins per second',
    printSignIns(findings),
    '### A sign-in as the tables grow',
    printGrowth(findings),
    '### Bytes for each row',
    printBytes(findings),
    printPlans(findings),
    ...printPaper(findings),
  ].join('\n\n')
}

function printMachine({ versions }: Findings): string {
  const databases = versions.map(({ database, found }) => `${database} ${found}`).join(', ')
  return `\`npm run bench:storage\` · Node ${process.versions.node} · ${availableParallelism()} cores · ${databases}`
}

function printCounts({ counts }: Findings): string {
  const columns = counts.map(
    ({ database, found }): Column<string> => ({
      heading: database,
      cell: (verb) => {
        const { roundTrips, statements } = found.counts[verb] ?? noCounts()
        return found.isRemote ? `${roundTrips} / ${statements}` : String(statements)
      },
    }),
  )
  const verb: Column<string> = { heading: 'verb', cell: (it) => it }
  return printTable({ columns: [verb, ...columns], rows: countedVerbs.map((it) => it.verb) })
}

function printSignIns({ signIns }: Findings): string {
  const rows = signIns.flatMap(({ database, found }) => found.map((row) => ({ database, ...row })))
  return printTable({
    rows,
    columns: [
      { heading: 'database', cell: (row) => row.database },
      { heading: 'commits', cell: (row) => row.commits },
      { heading: 'processes', cell: (row) => String(row.processes) },
      { heading: 'under way in each', cell: (row) => String(row.inFlight) },
      { heading: 'per second', cell: (row) => printNumber(row.perSecond) },
      { heading: 'p50, ms', cell: (row) => printNumber(row.p50) },
      { heading: 'p99, ms', cell: (row) => printNumber(row.p99) },
    ],
  })
}

function printGrowth({ growth }: Findings): string {
  const rows = growth.flatMap(({ database, found }) =>
    found.sizes.map((size) => ({ database, smallest: found.sizes[0] ?? size, ...size })),
  )
  return printTable({
    rows,
    columns: [
      { heading: 'database', cell: (row) => row.database },
      { heading: 'passkeys', cell: (row) => printCount(row.passkeys) },
      { heading: 'p50, ms', cell: (row) => printNumber(row.p50) },
      { heading: 'p99, ms', cell: (row) => printNumber(row.p99) },
      { heading: 'p50 to the smallest', cell: (row) => (row.p50 / row.smallest.p50).toFixed(2) },
      { heading: 'p99 to the smallest', cell: (row) => (row.p99 / row.smallest.p99).toFixed(2) },
    ],
  })
}

function printBytes({ growth }: Findings): string {
  const columns = growth.map(
    ({ database, found }): Column<FillerTable> => ({
      heading: `${database}: row + indexes`,
      cell: (table) => `${Math.round(found.bytes[table].rows)} + ${Math.round(found.bytes[table].indexes)}`,
    }),
  )
  const table: Column<FillerTable> = { heading: 'table', cell: (it) => `\`${it}\`` }
  // `fillerTables` has these keys and no others.
  return printTable({ columns: [table, ...columns], rows: Object.keys(fillerTables) as FillerTable[] })
}

function printPaper({ growth }: Findings): readonly string[] {
  const onPostgres = growth.find(({ database }) => database === 'PostgreSQL')
  if (!onPostgres) return []
  return ['### A billion users on PostgreSQL, on paper', printArithmetic(onPostgres.found.bytes)]
}

function printPlans({ growth }: Findings): string {
  const lines = growth.map(({ database, found: { plans, sizes } }) => {
    const size = printCount(sizes.at(-1)?.passkeys ?? 0)
    return `- ${database}, ${size} passkeys: of ${plans.statements} different statements ${plans.scans.length} read a table without an index.`
  })
  return lines.join('\n')
}
