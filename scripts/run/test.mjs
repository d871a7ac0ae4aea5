// `npm test`: installs missing dependencies, runs every test, and ends with one line that adds up the results.
// `npm run test:databases`: the same, only for the tests that run on databases. They are then whole: every case of the storage
// contract runs on every database, through every adapter and driver. See `test-support/adapters/contract-cases.ts`.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureChromium } from './chromium.mjs'
import { countRules, rulesLine } from './count-rules.mjs'
import { ensureDatabaseDrivers, ensureInstalled, root, withoutLifecycle } from './set-up.mjs'
import { addUp, isGreen, summaryLine, tallyPlaywright, tallyVitest } from './tally.mjs'

await Promise.all([ensureInstalled(), ensureDatabaseDrivers()])

/** The projects of `vitest.workspace.ts`, without `gates`. Vitest joins what several negations leave, which is everything. */
const inNode = ['node', 'own-process', 'databases']
const inBrowser = ['browser', 'pages']

const onlyDatabases = process.argv.includes('databases')
const chromium = onlyDatabases ? undefined : ensureChromium()
const reports = mkdtempSync(join(tmpdir(), 'latchkey-tests-'))

const runs = runAll()
rmSync(reports, { recursive: true, force: true })

const total = addUp(runs.map(({ tally }) => tally))
process.exitCode = isGreen(total) ? 0 : 1
console.log(rulesLine(countRules(runs.map(({ report }) => report))))
console.log(summaryLine(total))

function runAll() {
  if (onlyDatabases) return [runVitest(['databases'], { LATCHKEY_DATABASES: 'whole' })]
  if (chromium) return [runVitest([...inNode, ...inBrowser]), runPlaywright()]
  return [runVitest(inNode), ...withoutChromium()]
}

function runVitest(projects, environment = {}) {
  const options = projects.flatMap((project) => ['--project', project])
  const json = join(reports, 'vitest.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${json}`]
  const outcome = run('node_modules/vitest/vitest.mjs', ['run', ...options, ...reporters], { json, ...environment })
  return { ...outcome, tally: tallyVitest(outcome) }
}

function runPlaywright() {
  const json = join(reports, 'playwright.json')
  const options = ['test', '--reporter=list,json', `--output=${join(reports, 'playwright')}`]
  const outcome = run('node_modules/@playwright/test/cli.js', options, { json, PLAYWRIGHT_JSON_OUTPUT_NAME: json })
  return { ...outcome, tally: tallyPlaywright(outcome) }
}

function run(program, options, { json, ...environment }) {
  const { status } = spawnSync(process.execPath, [program, ...options], {
    cwd: root,
    env: { ...withoutLifecycle(process.env), ...(chromium ? { CHROMIUM_PATH: chromium } : {}), ...environment },
    stdio: 'inherit',
  })
  return { report: read(json), exitCode: status }
}

/** A runner that crashed may have written nothing, or half a report. */
function read(json) {
  try {
    return JSON.parse(readFileSync(json, 'utf8'))
  } catch {
    return undefined
  }
}

/** In CI, tests that did not run have failed. */
function withoutChromium() {
  console.log('NOT RUN: browser tests (no Chromium)')
  return process.env.CI ? [{ report: undefined, tally: { passed: 0, failed: 1, skipped: 0 } }] : []
}
