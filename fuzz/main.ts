/**
 * `npm run fuzz`: mutates honest ceremonies, asks Latchkey and SimpleWebAuthn about each, and fails where they differ
 * without an explanation; writes the found part of docs/security.md. `--count` (default a million), `--seed`, `--jobs`;
 * `--resume` goes on with a run of the same seed that was stopped or found what was yet to be explained; `--case` makes
 * one case of a seed again, with other keys.
 */

import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { writeReport } from '../faults/report/write-report.js'
import { keepShares } from './judged-shares.js'
import { describeWrong, printReport } from './report/print-report.js'
import { runCases } from './run-cases.js'
import { runFuzz } from './run-fuzz.js'

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    count: { type: 'string', default: '1000000' },
    resume: { type: 'boolean', default: false },
    jobs: { type: 'string', default: String(availableParallelism()) },
    case: { type: 'string' },
  },
})
const seed = values.seed === undefined ? Date.now() % 2 ** 32 : Number(values.seed)
const count = Number(values.count)
const one = values.case === undefined ? undefined : Number(values.case)

const tally =
  one === undefined
    ? await runFuzz({
        seed,
        count,
        jobs: Number(values.jobs),
        tell: (line) => console.error(line),
        judged: keepShares(new URL('../node_modules/.cache/', import.meta.url), { seed, resumes: values.resume }),
      })
    : await runCases({ seed, from: one, to: one + 1, extent: 'all' })

if (one !== undefined) for (const wrong of tally.wrong) console.error(describeWrong(wrong))
const found = printReport(seed, tally)
console.log(found)
if (tally.wrong.length > 0) process.exitCode = 1
else if (one === undefined) writeReport(new URL('../docs/security.md', import.meta.url), found, 'npm run fuzz')
