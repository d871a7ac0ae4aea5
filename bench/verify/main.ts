/**
 * `npm run bench`: what verifying costs, against the bare signature check and against another library in the same run;
 * writes the measured part of docs/performance.md. `--short` measures a little of everything and writes nothing.
 */

import { parseArgs } from 'node:util'
import { writeMeasured } from '../../scripts/docs/write-measured.js'
import { assertionActions, registrationActions } from './ceremonies.js'
import { measure } from './measure.js'
import { type Findings, printFindings } from './print-findings.js'

const { values } = parseArgs({ options: { short: { type: 'boolean' } } })
const extent = values.short ? { rounds: 3, turn: 5_000 } : { rounds: 31, turn: 50_000 }

const algorithms = [
  { name: 'ES256', algorithm: -7, hash: 'sha256' },
  { name: 'EdDSA', algorithm: -8, hash: null },
  { name: 'RS256', algorithm: -257, hash: 'sha256' },
  { name: 'ES384', algorithm: -35, hash: 'sha384' },
] as const

const assertions: Findings['assertions'][number][] = []
const registrations: Findings['registrations'][number][] = []
for (const { name, algorithm, hash } of algorithms) {
  const actions = await assertionActions(algorithm, hash)
  assertions.push({ name, ...(await measure(actions, extent)) })
}
for (const { name, algorithm } of algorithms) {
  for (const attestation of ['none', 'self'] as const) {
    const actions = await registrationActions(algorithm, attestation)
    registrations.push({ name: `${name}, ${attestation}`, ...(await measure(actions, extent)) })
  }
}

const measured = printFindings({ assertions, registrations })
console.log(measured)
if (!values.short) writeMeasured(new URL('../../docs/performance.md', import.meta.url), { script: 'bench', measured })
