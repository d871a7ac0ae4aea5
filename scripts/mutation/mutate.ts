/**
 * `npm run mutate`: changes one expression of core's pure folders at a time, and looks whether a test notices; writes the
 * figures and what survived into docs/security.md. `npm run mutate -- parse verify` does those folders alone, and leaves
 * the figures of the others as they are. What was judged before is judged again where code or tests have changed; with
 * `--force` all of it. `npm run mutate -- --mark` runs nothing: it marks the figures of folders that have changed since.
 */

import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { writeReport } from '../../faults/report/write-report.js'
import { checkReport, markReport, type ReportInput } from './check-report.js'
import { explanations } from './explanations.js'
import { type MutationReport, printFigures, printSurvivors } from './figures.js'
import { folderNames, folderOf, type MutatedFolder, placeOf } from './folders.js'
import { forgetSurvivors } from './forget-survivors.js'
import { type JudgedLines, readLines } from './judged-lines.js'
import { findIdle, findSurvivors, findTimeouts, type Survivor } from './survivors.js'

const root = new URL('../../', import.meta.url)
const page = new URL('docs/security.md', root)
const judgedFile = new URL('scripts/mutation/judged-lines.json', root)

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    concurrency: { type: 'string', default: '2' },
    force: { type: 'boolean', default: false },
    mark: { type: 'boolean', default: false },
  },
})
const chosen = positionals.length > 0 ? positionals.map(folderOf) : folderNames

const found = values.mark ? [] : chosen.flatMap(judgeFolder)
writeFileSync(page, markReport(readReport()))
const problems = [...found, ...checkReport(readReport())]
for (const problem of problems) console.log(problem)
process.exitCode = problems.length > 0 ? 1 : 0

/** Judges one folder and writes what was found; answers the explanations that explain nothing any longer. */
function judgeFolder(folder: MutatedFolder): readonly string[] {
  // The code as it is when Stryker begins: a change while it runs is not measured.
  const lines = readNow(folder)
  const report = runStryker(folder)
  const survivors = findSurvivors(report, [folder])
  const { page: before, judged } = readReport()
  const input = { folders: folderNames, chosen: [folder], before, survivors, explanations }
  writeReport(page, `${printFigures(report, input)}\n\n${printSurvivors(input)}`, 'npm run mutate')
  writeFileSync(judgedFile, `${JSON.stringify({ ...judged, [folder]: lines }, null, 2)}\n`)
  for (const survivor of survivors) console.log(describe(survivor))
  for (const endless of findTimeouts(report, [folder])) console.log(`took too long: ${describe(endless)}`)
  return findIdle(explanations, survivors, [folder]).map(({ file, was }) => `${file} ${was}: explained in vain`)
}

function describe({ folder, file, line, was, became }: Survivor): string {
  return `${folder}/${file}:${line} ${was} → ${became}`
}

function runStryker(folder: MutatedFolder): MutationReport {
  const stryker = fileURLToPath(new URL('node_modules/@stryker-mutator/core/bin/stryker.js', root))
  const mutate = `packages/${placeOf(folder)}/**/*.ts`
  const options = ['run', 'stryker.config.mjs', '--mutate', mutate, '--concurrency', values.concurrency]
  if (values.force) options.push('--force')
  const env = { ...process.env, LATCHKEY_MUTATED: folder }
  forgetSurvivors(new URL('node_modules/.cache/mutation-incremental.json', root))
  const { status } = spawnSync(process.execPath, [stryker, ...options], { cwd: root, stdio: 'inherit', env })
  if (status !== 0) throw new Error('Stryker has failed.')
  return JSON.parse(readFileSync(new URL('node_modules/.cache/mutation.json', root), 'utf8'))
}

function readReport(): ReportInput {
  const now = Object.fromEntries(folderNames.map((folder) => [folder, readNow(folder)]))
  return { page: readFileSync(page, 'utf8'), judged: JSON.parse(readFileSync(judgedFile, 'utf8')), now }
}

function readNow(folder: MutatedFolder): JudgedLines {
  return readLines(fileURLToPath(new URL(`packages/${placeOf(folder)}`, root)))
}
