/**
 * `npm run bench:storage`: what the storage costs, counted and measured; writes the measured part of docs/scale.md.
 * `--short` measures a little of everything and writes nothing; `--ten-million` adds that many passkeys.
 */

import { parseArgs } from 'node:util'
import { writeMeasured } from '../../scripts/docs/write-measured.js'
import { databaseKinds } from '../../test-support/databases/database-kinds.js'
import { printFindings } from './report/print-findings.js'
import { runBenchmarks } from './run-benchmarks.js'

const { values } = parseArgs({ options: { short: { type: 'boolean' }, 'ten-million': { type: 'boolean' } } })
const sizes = [10_000, 100_000, 1_000_000, ...(values['ten-million'] ? [10_000_000] : [])]
const extent = values.short ? { sizes: [200, 2000], people: 20, rounds: 2 } : { sizes, people: 300, rounds: 12 }

const findings = await runBenchmarks({ ...extent, tell: (line) => console.error(line) })
const measured = printFindings(findings)
console.log(measured)

const isComplete = findings.versions.length === databaseKinds.length
if (isComplete && !values.short)
  writeMeasured(new URL('../../docs/scale.md', import.meta.url), { script: 'bench:storage', measured })

const scans = values.short ? [] : findings.growth.flatMap(({ found }) => found.plans.scans)
for (const scan of scans) console.error(`Reads a whole table: ${scan}`)
if (scans.length > 0) process.exitCode = 1
