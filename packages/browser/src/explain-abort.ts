import { PasskeyClientError } from './errors.js'

/** The error to show for work that a signal has stopped. The reason can be any value. */
export function explainAbort({ reason }: AbortSignal): PasskeyClientError {
  return new PasskeyClientError(reason?.name === 'TimeoutError' ? 'timed_out' : 'aborted', { cause: reason })
}
