// The example of an adapter, as a stranger has it: a clean copy beside the packed packages, installed from its own lock
// file, its types checked, the conformance suite and the races of two processes run.
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { inPairs, runProgram } from '../run/run-program.mjs'
import { packPackages } from './pack-packages.mjs'

const example = 'examples/custom-adapter'
const neverCopied = ['node_modules']

/** What its `npm test` printed; rejects with that when something is wrong. `home` is outside the project and empty. */
export async function checkCustomAdapter(root, packed, home) {
  await inPairs(packed, async ({ folder, tarball }) => {
    const place = join(home, folder)
    mkdirSync(place, { recursive: true })
    await runProgram('tar', ['-xzf', tarball, '--strip-components=1', '-C', place], home)
  })
  const project = join(home, example)
  cpSync(join(root, example), project, {
    recursive: true,
    filter: (source) => !neverCopied.includes(basename(source)),
  })
  await runProgram('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline'], project)
  return runProgram('npm', ['test', '--silent'], project)
}

async function main() {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const home = mkdtempSync(join(tmpdir(), 'latchkey-custom-adapter-'))
  try {
    const packed = await packPackages(root, join(home, 'tarballs'))
    const printed = await checkCustomAdapter(root, packed, home)
    const counts = printed.match(/^(?:#|ℹ) (?:tests|pass|fail) \d+$/gm) ?? []
    console.log(`${example}: ${counts.map((line) => line.slice(2)).join(', ')}`)
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main()
