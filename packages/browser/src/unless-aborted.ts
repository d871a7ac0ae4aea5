import { explainAbort } from './explain-abort.js'

/**
 * The result of the work, or a rejection as soon as the signal aborts. Extensions and custom transports may ignore the
 * signal; without this, the caller would wait for them. Where the signal has aborted before, the work is not started.
 *
 * @throws {PasskeyClientError} `aborted` or `timed_out`
 */
export function unlessAborted<Result>(work: () => Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = () => signal && reject(explainAbort(signal))
    if (signal?.aborted) return abort()
    signal?.addEventListener('abort', abort)
    work().then(resolve, reject)
  })
}
