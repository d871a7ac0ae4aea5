import { type PoolRunnerInitializer, ThreadsPoolWorker, type WorkerRequest } from 'vitest/node'

/** A thread accumulates what every run leaves behind; after this many runs it is replaced. */
const mostRuns = 200

interface KeptThread {
  thread: RunningThread | undefined
  runs: number
}

/**
 * A pool for Vitest whose thread outlives a run, with the modules that it has loaded: the next mutant is switched on in
 * code that is already there, which takes a tenth of the time. What a mutant changes while code is loaded, `static` in
 * Stryker's words, has a thread of its own.
 */
export function keepThread(): PoolRunnerInitializer {
  const kept: KeptThread = { thread: undefined, runs: 0 }
  return {
    name: 'kept-thread',
    createPoolWorker: (options) => {
      const isStatic = options.project.getProvidedContext().mutantActivation === 'static'
      if (isStatic || ++kept.runs % mostRuns === 0) {
        void kept.thread?.end()
        kept.thread = undefined
      }
      if (isStatic) return new ThreadsPoolWorker(options)
      if (kept.runs === 1) options.project.vitest.onClose(() => kept.thread?.end())
      kept.thread ??= new RunningThread(options)
      return kept.thread
    },
  }
}

/** Says that it has stopped, and runs on. */
class RunningThread extends ThreadsPoolWorker {
  readonly #listeners: (readonly [event: string, listener: (message: unknown) => void])[] = []
  #isStarted = false

  override async start(): Promise<void> {
    if (this.#isStarted) return
    this.#isStarted = true
    await super.start()
  }

  override on(event: string, listener: (message: unknown) => void): void {
    this.#listeners.push([event, listener])
    super.on(event, listener)
  }

  override send(message: WorkerRequest): void {
    if (message.type === 'stop') this.#sayStopped()
    else super.send(message)
  }

  override async stop(): Promise<void> {
    for (const [event, listener] of this.#listeners.splice(0)) this.off(event, listener)
  }

  #sayStopped(): void {
    const stopped = { type: 'stopped', __vitest_worker_response__: true }
    for (const [event, listener] of this.#listeners) if (event === 'message') listener(stopped)
  }

  async end(): Promise<void> {
    await super.stop()
  }
}
