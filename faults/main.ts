/**
 * `npm run faults`: makes processes, connections, the server and clocks fail under load, and checks that what was
 * acknowledged is stored; writes the found part of docs/reliability.md. `--short` does a little of everything and
 * writes nothing; `--seed` repeats the choices of a run.
 */

import { parseArgs } from 'node:util'
import { startOrSay } from '../scripts/databases/start-or-say.js'
import { printReport, wrongIn } from './report/report.js'
import { writeReport } from './report/write-report.js'
import { runFaults } from './run-faults.js'

const { values } = parseArgs({ options: { short: { type: 'boolean' }, seed: { type: 'string' } } })
const seed = values.seed === undefined ? Date.now() % 2 ** 32 : Number(values.seed)
const extent = values.short ? 'short' : 'full'
console.error(`Seed ${seed}`)

const report = await startOrSay(() => runFaults({ seed, extent, tell: (line) => console.error(line) }))
if (report) {
  const found = printReport(report)
  console.log(found)
  const wrong = wrongIn(report)
  for (const line of wrong) console.error(line)
  if (wrong.length > 0) process.exitCode = 1
  else if (extent === 'full') writeReport(new URL('../docs/reliability.md', import.meta.url), found)
}
