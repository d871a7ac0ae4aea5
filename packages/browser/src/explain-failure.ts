import { type BrowserErrorCode, PasskeyClientError } from './errors.js'

/** What must be known besides the error itself to say what it means. */
export interface Circumstances {
  readonly ceremony: 'create' | 'get'
  /** Milliseconds between asking the authenticator and the failure. */
  readonly elapsed: number
  /** Milliseconds that the ceremony was allowed to take. */
  readonly timeout: number
}

type Row = BrowserErrorCode | ((message: string, circumstances: Circumstances) => BrowserErrorCode)

/** Browsers round their clocks; a request that ended this close to its timeout, in milliseconds, has reached it. */
const clockTolerance = 100

/**
 * What the name of an error means, in one place. What is not here `failed`.
 *
 * @see https://www.w3.org/TR/webauthn-3/#sctn-createCredential
 * @see https://www.w3.org/TR/webauthn-3/#sctn-discover-from-external-source
 */
const rows: ReadonlyMap<string, Row> = new Map<string, Row>([
  ['AbortError', 'aborted'],
  ['TimeoutError', 'timed_out'],
  ['SecurityError', 'wrong_domain'],
  ['OperationError', 'busy'],
  ['NotSupportedError', 'not_supported'],
  ['ConstraintError', 'not_supported'],
  ['InvalidStateError', (_, { ceremony }) => (ceremony === 'create' ? 'already_registered' : 'failed')],
  ['NotAllowedError', whyNotAllowed],
])

/** The error to show for what `navigator.credentials` rejected with. */
export function explainFailure(error: unknown, circumstances: Circumstances): PasskeyClientError {
  const { name = '', message = '' }: Partial<Error> = Object(error)
  const row = rows.get(name) ?? 'failed'
  return new PasskeyClientError(typeof row === 'string' ? row : row(message, circumstances), { cause: error })
}

/** The error to show for work that a signal has stopped, whatever it rejected with: the reason can be anything. */
export function explainAbort({ reason }: AbortSignal): PasskeyClientError {
  const { name }: Partial<Error> = Object(reason)
  return new PasskeyClientError(name === 'TimeoutError' ? 'timed_out' : 'aborted', { cause: reason })
}

/** Browsers say `NotAllowedError` for nearly everything, so that a page learns little about the user. */
function whyNotAllowed(message: string, { elapsed, timeout }: Circumstances): BrowserErrorCode {
  if (/permissions policy|ancestors/i.test(message)) return 'blocked_by_frame'
  return elapsed >= timeout - clockTolerance ? 'timed_out' : 'cancelled'
}
