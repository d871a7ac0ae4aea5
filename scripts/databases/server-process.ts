import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export interface ServerCommand {
  readonly program: string
  readonly options: readonly string[]
  /** Where its data is: removed when this process ends without having ended the server. */
  readonly data: string
  /** The account it runs as, where that is not the one that starts it. */
  readonly uid?: number
  /** Whether it serves already. */
  isReady(): Promise<boolean>
}

export interface ServerProcess {
  /** The signal is `SIGKILL` for a failure, `SIGTERM` or `SIGINT` for an end that it can prepare. */
  end(signal: NodeJS.Signals): Promise<void>
}

const longestStartMs = 60_000

/** Starts a server and resolves when it serves; it does not outlive this process, not even where this is killed. */
export async function startProcess({ program, options, data, uid, isReady }: ServerCommand): Promise<ServerProcess> {
  const child = spawn(program, options, { stdio: 'ignore', ...(uid === undefined ? {} : { uid, gid: uid }) })
  const watcher = watch(child, data)
  const failed = once(child, 'error').then(([error]) => Promise.reject(error))
  await Promise.race([whenReady(child, isReady), failed])
  return {
    async end(signal) {
      watcher?.kill('SIGKILL')
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill(signal)
      await ended
    },
  }
}

/** In a group of its own: what interrupts this process must not interrupt the one that cleans up. */
function watch({ pid }: ChildProcess, data: string): ChildProcess | undefined {
  if (pid === undefined) return undefined
  const program = fileURLToPath(new URL('./end-with-parent.mjs', import.meta.url))
  return spawn(process.execPath, [program, String(pid), data], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
}

async function whenReady(child: ChildProcess, isReady: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + longestStartMs
  while (!(await isReady())) {
    const hasEnded = child.exitCode !== null || child.signalCode !== null
    if (hasEnded || Date.now() > deadline) throw new Error(`${child.spawnfile} did not start.`)
    await pause(50)
  }
}
