/**
 * `npm run bench`: what verifying costs, and a whole sign-in, against the bare signature check and against other libraries in
 * the same run; writes the measured part of docs/performance.md. Fails if a goal is missed by more than a tenth. `--short`
 * measures a little of everything, writes nothing, and does not fail.
 */

import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { writeMeasured } from '../scripts/docs/write-measured.js'
import { areAimsReached, type Findings, printAims } from './aims.js'
import { printHeadline, printSignIns } from './sign-in/print-sign-ins.js'
import { runSignIns } from './sign-in/run-sign-ins.js'
import { measureVerification } from './verify/measure-verification.js'
import { printVerification } from './verify/print-verification.js'

const { values } = parseArgs({ options: { short: { type: 'boolean' } } })

/** Of other programs: this one has not begun. */
const [load = 0] = loadavg()

const findings: Findings = {
  verification: await measureVerification(values.short ? { rounds: 3, turn: 5_000 } : { rounds: 15, turn: 50_000 }),
  signIns: await runSignIns(values.short ? { rounds: 3, users: 20 } : { rounds: 15, users: 100 }),
}

const { node, openssl } = process.versions
const measured = [
  printHeadline(findings.signIns),
  `\`npm run bench\` · Node ${node} · OpenSSL ${openssl} · ${availableParallelism()} cores, load average ${load.toFixed(1)}`,
  '### One whole sign-in',
  printSignIns(findings.signIns),
  printVerification(findings.verification),
  '### The goals',
  printAims(findings),
].join('\n\n')
console.log(measured)
if (!values.short) {
  writeMeasured(new URL('../docs/performance.md', import.meta.url), { script: 'bench', measured })
  process.exitCode = areAimsReached(findings) ? 0 : 1
}
