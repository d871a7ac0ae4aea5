import { PasskeyClientError } from './errors.js'

/**
 * The result of the work, or a rejection as soon as the signal aborts. Extensions and custom transports may ignore the
 * signal; without this, the caller would wait for them. Where the signal has aborted before, the work is not started.
 *
 * @throws {PasskeyClientError} `aborted` or `timed_out`, with the reason, which can be any value, as the cause.
 */
export function unlessAborted<Result>(work: () => Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      const cause = signal?.reason
      reject(new PasskeyClientError(cause?.name === 'TimeoutError' ? 'timed_out' : 'aborted', { cause }))
    }
    if (signal?.aborted) return abort()
    signal?.addEventListener('abort', abort)
    work().then(resolve, reject)
  })
}
