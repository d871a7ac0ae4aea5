// `npm run bench`: on the packages as they are published, because what runs TypeScript directly adds calls to each closure.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { runProgram } from './run-program.mjs'
import { ensureBenchPeers, ensureInstalled, root } from './set-up.mjs'

const measured = ['wire', 'storage', 'testing', 'core', 'http', 'adapters/sql']

await ensureInstalled()
if (!(await ensureBenchPeers())) process.exit(1)
for (const folder of measured) {
  await runProgram(join(root, 'node_modules/.bin/tsup'), ['--no-dts', '--silent'], join(root, 'packages', folder))
}
const program = ['--import', './scripts/run/tsx.mjs', 'bench/main.ts', ...process.argv.slice(2)]
spawn(process.execPath, program, { cwd: root, stdio: 'inherit' }).once('exit', (status) => {
  process.exitCode = status ?? 1
})
