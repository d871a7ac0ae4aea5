/**
 * `npm run test:runtimes`: the same tests on every runtime; ends with one line that adds up the results, and writes the
 * measured part of docs/runtimes.md. `-- --only Bun` runs one lane and writes its row.
 */

import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { writeMeasured } from '../docs/write-measured.js'
import { ensureRuntimes, root, withoutLifecycle } from '../run/set-up.mjs'
import { addUp, isGreen, summaryLine, tallyVitest } from '../run/tally.mjs'
import { type Lane, lanes, suites } from './lanes.js'

if (!(await ensureRuntimes())) process.exit(1)

const { values } = parseArgs({ options: { only: { type: 'string' } } })
const chosen = lanes.filter(({ name }) => values.only === undefined || name === values.only)
const reports = mkdtempSync(join(tmpdir(), 'latchkey-runtimes-'))
const results = chosen.map((lane) => ({ lane, version: versionOf(lane), tally: run(lane) }))
rmSync(reports, { recursive: true, force: true })

const page = new URL('../../docs/runtimes.md', import.meta.url)
const heads = ['| runtime | version | platform | tests |', '| --- | --- | --- | --- |']
const rows = lanes.flatMap((lane) => results.filter((it) => it.lane === lane).map(rowOf)[0] ?? measuredBefore(lane))
const measured = [...heads, ...rows].join('\n')
console.log(`\n${measured}\n`)
writeMeasured(page, { script: 'test:runtimes', measured })

const total = addUp(results.map(({ tally }) => tally))
process.exitCode = results.every(({ tally }) => isGreen(tally)) ? 0 : 1
console.log(summaryLine(total))

interface Result {
  readonly lane: Lane
  readonly version: string
  readonly tally: ReturnType<typeof run>
}

function rowOf({ lane, version, tally }: Result): string {
  return `| ${lane.name} | ${version} | ${platformOf(lane)} | ${summaryLine(tally)} |`
}

/** The row of a lane that does not run now, if it ran once. */
function measuredBefore({ name }: Lane): readonly string[] {
  return readFileSync(page, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith(`| ${name} |`))
}

function run({ name, command, condition, without }: Lane) {
  console.log(`\n${name}`)
  const [program, ...options] = command
  // A machine for which there is no such program has not tested it.
  if (!existsSync(program)) {
    console.log(`NOT RUN: ${name} (no program for this machine)`)
    return { passed: 0, failed: process.env.CI ? 1 : 0, skipped: 0 }
  }
  const json = join(reports, `${name}.json`)
  const files = suites.flatMap(testsBelow).filter((file) => !without.some((part) => `/${file}`.includes(part)))
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'node', '--project', 'own-process']
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${json}`]
  const { status } = spawnSync(program, [...options, ...vitest, ...reporters, ...files], {
    cwd: root,
    env: { ...withoutLifecycle(process.env), ...(condition ? { LATCHKEY_RUNTIME: condition } : {}) },
    stdio: 'inherit',
  })
  const report = existsSync(json) ? JSON.parse(readFileSync(json, 'utf8')) : undefined
  return tallyVitest({ report, exitCode: status })
}

function testsBelow(folder: string): readonly string[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
  return files.filter((file) => file.endsWith('.test.ts')).map((file) => `${folder}${file}`)
}

function versionOf({ command: [program] }: Lane): string {
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' })
  return /\d+\.\d+\.\d+/.exec(stdout ?? '')?.[0] ?? 'not run'
}

function platformOf({ condition }: Lane): string {
  return condition === 'workerd' || condition === 'deno' ? 'Web Cryptography API' : '`node:crypto`'
}
