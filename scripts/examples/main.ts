// The examples, as a stranger has them: a clean copy beside the packed packages, installed, started, and walked in a real
// Chromium. `npm run examples`, or with the names of some. `--tarballs <folder>` takes packages that are packed already.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startPostgres } from '../databases/postgres.js'
import { startOrSay } from '../databases/start-or-say.js'
import { packPackages } from '../packaging/pack-packages.mjs'
import { publishablePackages } from '../packaging/publishable-packages.mjs'
import { installExample, type PackedPackage, unpackPackages, withExample } from './example-app.js'
import { walk } from './walk.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The examples are the folders with a file of that name, which says what it takes to add passkeys. */
const names = readdirSync(join(root, 'examples')).filter((name) =>
  existsSync(join(root, 'examples', name, 'example.json')),
)

/** What an example needs beside Node. */
interface Needs {
  readonly postgres?: boolean
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { tarballs: { type: 'string' } } })
  const home = mkdtempSync(join(tmpdir(), 'latchkey-examples-'))
  try {
    await unpackPackages(await packed(values.tarballs, home), home)
    for (const name of positionals.length > 0 ? positionals : names) await check(name, home)
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

async function packed(tarballs: string | undefined, home: string): Promise<readonly PackedPackage[]> {
  if (tarballs === undefined) return packPackages(root, join(home, 'tarballs'))
  return publishablePackages(root).map(({ name, folder, manifest }) => {
    const file = `${name.replace('@', '').replace('/', '-')}-${manifest.version}.tgz`
    return { folder, tarball: join(tarballs, file) }
  })
}

async function check(name: string, home: string): Promise<void> {
  const start = performance.now()
  const needs: Needs = JSON.parse(readFileSync(join(root, 'examples', name, 'example.json'), 'utf8'))
  const postgres = needs.postgres ? await startOrSay(startPostgres) : undefined
  if (needs.postgres && !postgres) return
  try {
    const folder = await installExample(root, name, home)
    await withExample(folder, postgres ? { DATABASE_URL: postgres.url } : {}, walk)
  } finally {
    await postgres?.stop()
  }
  console.log(`${name}: walked (${((performance.now() - start) / 1000).toFixed(1)} s)`)
}

await main()
