/**
 * `npm run mutate`: changes one expression of core's pure folders at a time, and looks whether a test notices; writes the
 * figures into docs/security.md and prints what survived. `npm run mutate -- parse verify` does those folders alone, and
 * leaves the figures of the others as they are.
 */

import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { writeReport } from '../faults/report/write-report.js'
import { describeSurvivors, type MutationReport, printFigures } from './mutation-figures.js'

const folders = ['parse', 'verify', 'policy', 'prompt', 'ceremony']
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { concurrency: { type: 'string', default: '2' } },
})
const unknown = positionals.filter((name) => !folders.includes(name))
if (unknown.length > 0)
  throw new TypeError(`There is no folder ${unknown.join(', ')} to mutate: ${folders.join(', ')}.`)

const chosen = positionals.length > 0 ? positionals : folders
const mutate = chosen.map((folder) => `packages/core/src/${folder}/**/*.ts`).join()
const root = new URL('../', import.meta.url)
const stryker = new URL('node_modules/@stryker-mutator/core/bin/stryker.js', root)
const options = ['run', 'stryker.config.mjs', '--mutate', mutate, '--concurrency', values.concurrency]
const { status } = spawnSync(process.execPath, [stryker.pathname, ...options], { cwd: root, stdio: 'inherit' })
if (status !== 0) throw new Error('Stryker has failed.')

const report: MutationReport = JSON.parse(readFileSync(new URL('node_modules/.cache/mutation.json', root), 'utf8'))
const page = new URL('docs/security.md', root)
for (const line of describeSurvivors(report)) console.log(line)
writeReport(page, printFigures(report, { folders, chosen, before: readFileSync(page, 'utf8') }), 'npm run mutate')
