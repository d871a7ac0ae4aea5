// `npm start`: installs missing dependencies, then runs the demo until it receives a signal.
import { spawn } from 'node:child_process'
import { ensureInstalled, root, withoutLifecycle } from './set-up.mjs'

await ensureInstalled()
console.log('Starting the demo …')

const server = spawn(
  process.execPath,
  [
    '--conditions=@latchkey/source',
    '--import',
    './scripts/run/tsx.mjs',
    'examples/demo/src/server.ts',
    ...process.argv.slice(2),
  ],
  { cwd: root, env: withoutLifecycle(process.env), stdio: 'inherit' },
)

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal))
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.on('exit', (code) => process.exit(code ?? 1))

if (process.env.npm_lifecycle_event) stopWithParent()

/** The shell that npm runs scripts in does not forward signals. */
function stopWithParent() {
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) server.kill('SIGTERM')
  }, 250).unref()
}
