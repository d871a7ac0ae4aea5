import type { BrowserErrorCode } from './errors.js'

/** What is known about a failed request besides the error. */
export interface Circumstances {
  /** Whether the request waited among the suggestions of an input field. */
  readonly mediation: 'conditional' | undefined
  /** Milliseconds between the request and its failure. */
  readonly elapsed: number
  /** Milliseconds that the request was allowed to take. */
  readonly timeout: number
}

/** Browsers round their clocks. A request that ended this close to its timeout, in milliseconds, has reached it. */
const clockTolerance = 100

/** A user cannot choose a suggestion and refuse it in fewer milliseconds than this. */
const fastestUser = 500

/**
 * The code for each name of an error; any other name means `failed`.
 *
 * @see https://www.w3.org/TR/webauthn-3/#sctn-createCredential
 * @see https://www.w3.org/TR/webauthn-3/#sctn-discover-from-external-source
 */
const codes: ReadonlyMap<string, BrowserErrorCode> = new Map([
  ['AbortError', 'aborted'],
  ['TimeoutError', 'timed_out'],
  ['SecurityError', 'wrong_domain'],
  ['OperationError', 'busy'],
  ['NotSupportedError', 'not_supported'],
  ['ConstraintError', 'not_supported'],
])

/**
 * Browsers report nearly everything as `NotAllowedError`, so that a page learns little about the user. Only errors
 * that the page itself can fix have texts of their own; these are from Chromium, Firefox and Safari.
 */
const reasons: readonly (readonly [RegExp, BrowserErrorCode])[] = [
  [/permissions policy|not enabled|ancestors|CredentialsContainer/i, 'blocked_by_frame'],
  [/user (activation|gesture)/i, 'user_gesture_required'],
  [/focus/i, 'page_not_focused'],
]

/**
 * The code for an error that `navigator.credentials` rejected with. This module is loaded with the first such error.
 */
export function explainFailure(error: unknown, circumstances: Circumstances): BrowserErrorCode {
  const { name = '', message = '' }: Partial<Error> = Object(error)
  return name === 'NotAllowedError' ? whyNotAllowed(String(message), circumstances) : (codes.get(name) ?? 'failed')
}

function whyNotAllowed(message: string, { mediation, elapsed, timeout }: Circumstances): BrowserErrorCode {
  const [, reason] = reasons.find(([text]) => text.test(message)) ?? []
  if (reason) return reason
  if (mediation) return elapsed < fastestUser ? 'failed' : 'cancelled'
  return elapsed >= timeout - clockTolerance ? 'timed_out' : 'cancelled'
}
