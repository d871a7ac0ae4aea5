import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const longestStart = 120_000

export interface DemoServerOptions {
  readonly port: number
  readonly dataDir: string
  /** The time that the server believes it is, as an ISO date; the real time without it. */
  readonly clock?: string
  /** Whether it fills an empty demo with the sample data first. */
  readonly seed?: boolean
}

export interface DemoServer {
  readonly origin: string
  /** Sets the server's clock ahead of the real time. */
  moveClock(milliseconds: number): Promise<void>
  /** The last one-time code that it has printed for this user; undefined if there is none. */
  codeFor(email: string): string | undefined
  /** Asks the process to stop and waits for its end. */
  stop(): Promise<void>
}

/** Starts the demo, which `bundleDemo` has bundled, in a new process and waits until it is running. */
export async function startDemo({ port, dataDir, clock, seed = false }: DemoServerOptions): Promise<DemoServer> {
  const program = process.env.LATCHKEY_DEMO_PROGRAM
  if (!program) throw new TypeError('The global set-up of Playwright has not run.')
  // The client is bundled from its sources when the demo starts.
  const options = ['--import', './examples/demo/e2e/set-clock.mjs', program, ...(seed ? ['--seed'] : [])]
  const server = spawn(process.execPath, options, {
    cwd: root,
    env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, CLOCK: clock },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let printed = ''
  server.stdout?.on('data', (chunk: Buffer) => {
    printed += chunk
  })
  await running(server)
  return {
    origin: `http://localhost:${port}`,
    async moveClock(movedBy) {
      const moved = once(server, 'message')
      server.send({ movedBy })
      await moved
    },
    codeFor: (email) =>
      printed
        .split(`A one-time code for ${email}: `)
        .at(-1)
        ?.match(/^\d{6,}/)?.[0],
    async stop() {
      const ended = once(server, 'exit')
      server.kill('SIGTERM')
      await ended
    },
  }
}

async function running(server: ChildProcess): Promise<void> {
  let output = ''
  const said = new Promise<void>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      output += chunk
      if (output.includes('is running at')) resolve()
    }
    server.stdout?.on('data', listen)
    server.stderr?.on('data', listen)
    server.once('exit', () => reject(new Error(`The demo did not start:\n${output}`)))
    setTimeout(() => reject(new Error(`The demo does not say that it runs:\n${output}`)), longestStart).unref()
  })
  await said.catch((error) => {
    server.kill('SIGKILL')
    throw error
  })
}
