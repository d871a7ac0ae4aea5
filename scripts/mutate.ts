/**
 * `npm run mutate`: changes one expression of core's pure folders at a time, and looks whether a test notices; writes the
 * figures and what survived into docs/security.md. `npm run mutate -- parse verify` does those folders alone, and leaves
 * the figures of the others as they are. What was judged before is judged again where code or tests have changed; with
 * `--force` all of it.
 */

import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { writeReport } from '../faults/report/write-report.js'
import { checkReport } from './mutation/check-report.js'
import { explanations } from './mutation/explanations.js'
import { type MutationReport, printFigures, printSurvivors } from './mutation/figures.js'
import { mutatedFolders } from './mutation/folders.js'
import { type JudgedLines, readLines } from './mutation/judged-lines.js'
import { findIdle, findSurvivors } from './mutation/survivors.js'

const folders: readonly string[] = mutatedFolders
const root = new URL('../', import.meta.url)
const page = new URL('docs/security.md', root)
const judgedFile = new URL('scripts/mutation/judged-lines.json', root)

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { concurrency: { type: 'string', default: '2' }, force: { type: 'boolean', default: false } },
})
const unknown = positionals.filter((name) => !folders.includes(name))
if (unknown.length > 0)
  throw new TypeError(`There is no folder ${unknown.join(', ')} to mutate: ${folders.join(', ')}.`)
const chosen = positionals.length > 0 ? positionals : folders

/** As it is when Stryker begins: what is changed while it runs is not judged. */
const now = readAll(folders)
const report = judge()
const survivors = findSurvivors(report, chosen)
const input = { folders, chosen, before: readFileSync(page, 'utf8'), survivors, explanations }
writeReport(page, `${printFigures(report, input)}\n\n${printSurvivors(input)}`, 'npm run mutate')
const judged = { ...JSON.parse(readFileSync(judgedFile, 'utf8')), ...readAll(chosen, now) }
writeFileSync(judgedFile, `${JSON.stringify(judged, null, 2)}\n`)

for (const { folder, file, line, was, became } of survivors) console.log(`${folder}/${file}:${line} ${was} → ${became}`)
const idle = findIdle(explanations, survivors, chosen).map(
  ({ file, was }) => `${file} ${was}: explained, but no longer so`,
)
const complaints = [...idle, ...checkReport({ page: readFileSync(page, 'utf8'), judged, now })]
for (const complaint of complaints) console.log(complaint)
process.exitCode = complaints.length > 0 ? 1 : 0

function judge(): MutationReport {
  const stryker = fileURLToPath(new URL('node_modules/@stryker-mutator/core/bin/stryker.js', root))
  const mutate = chosen.map((folder) => `packages/core/src/${folder}/**/*.ts`).join()
  const options = ['run', 'stryker.config.mjs', '--mutate', mutate, '--concurrency', values.concurrency]
  if (values.force) options.push('--force')
  const { status } = spawnSync(process.execPath, [stryker, ...options], { cwd: root, stdio: 'inherit' })
  if (status !== 0) throw new Error('Stryker has failed.')
  return JSON.parse(readFileSync(new URL('node_modules/.cache/mutation.json', root), 'utf8'))
}

function readAll(names: readonly string[], known: Readonly<Record<string, JudgedLines>> = {}) {
  const source = (folder: string) => fileURLToPath(new URL(`packages/core/src/${folder}`, root))
  return Object.fromEntries(names.map((folder) => [folder, known[folder] ?? readLines(source(folder))]))
}
