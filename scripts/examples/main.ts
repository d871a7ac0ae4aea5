// The examples, as a stranger has them: made by `create-latchkey` as it is packed, installed, started, and walked in a real
// Chromium. `npm run examples`, or with the names of some. `--tarballs <folder>` takes packages that are packed already.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startPostgres } from '../databases/postgres.js'
import { startOrSay } from '../databases/start-or-say.js'
import { packPackages } from '../packaging/pack-packages.mjs'
import { runProgram } from '../run/run-program.mjs'
import { makeExample, type Workshop, withExample } from './example-app.js'
import { type Example, readExamples } from './read-examples.mjs'
import { walk } from './walk.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const examples = readExamples(root)

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { tarballs: { type: 'string' } } })
  const home = mkdtempSync(join(tmpdir(), 'latchkey-examples-'))
  try {
    const workshop = await openWorkshop(values.tarballs, home)
    for (const name of positionals.length > 0 ? positionals : Object.keys(examples)) await check(name, workshop)
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

async function openWorkshop(given: string | undefined, home: string): Promise<Workshop> {
  const tarballs = given === undefined ? join(home, 'tarballs') : resolve(given)
  if (given === undefined) await packPackages(root, tarballs)
  const [packed] = readdirSync(tarballs).filter((file) => /^create-latchkey-.+\.tgz$/.test(file))
  if (!packed) throw new Error(`There is no create-latchkey in ${tarballs}`)
  const folder = join(home, 'create-latchkey')
  mkdirSync(folder)
  await runProgram('tar', ['-xzf', join(tarballs, packed), '--strip-components=1', '-C', folder], home)
  return { home, tarballs, create: join(folder, 'dist/create-latchkey.js') }
}

async function check(name: string, workshop: Workshop): Promise<void> {
  const start = performance.now()
  const example: Example | undefined = examples[name]
  const postgres = example?.postgres ? await startOrSay(startPostgres) : undefined
  if (example?.postgres && !postgres) return
  try {
    const folder = await makeExample(name, workshop)
    await withExample(folder, postgres ? { DATABASE_URL: postgres.url } : {}, walk)
  } finally {
    await postgres?.stop()
  }
  console.log(`${name}: walked (${((performance.now() - start) / 1000).toFixed(1)} s)`)
}

await main()
