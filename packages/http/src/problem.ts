import type { PasskeyError, Passkeys } from '@latchkey/core'
import { errorTable, type PasskeyErrorCode, type ProblemJSON } from '@latchkey/wire'
import { jsonResponse } from './json-response.js'
import { OperatorCause } from './operator-log.js'

/** Whether a route may reveal why it refused, or only what says nothing about a user. */
export type Discretion = 'open' | 'discreet'

/**
 * The refusal as `application/problem+json`, without its cause. Only a page on the developer's own machine learns which
 * origins are configured.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export function problem(
  error: PasskeyError,
  types: Passkeys['problemTypes'],
  discretion: Discretion = 'open',
): Response {
  const code = discretion === 'discreet' ? publicCodeOf(error.code) : error.code
  const { status, message } = errorTable[code]
  const body: ProblemJSON = {
    type: types[code] ?? 'about:blank',
    title: message,
    status,
    code,
    ...(error.cause instanceof OperatorCause && error.cause.forPage ? { detail: error.cause.message } : {}),
    ...(error.signals ? { signals: error.signals } : {}),
    ...(error.issues ? { issues: error.issues } : {}),
  }
  const response = jsonResponse(body, status, 'application/problem+json')
  for (const [name, value] of limitHeaders(error)) response.headers.set(name, value)
  return response
}

/**
 * When to try again, and the limit that was reached.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers-10
 */
function limitHeaders({ limit }: PasskeyError): readonly (readonly [string, string])[] {
  if (!limit) return []
  const { name, most, windowSeconds, retryAfterSeconds } = limit
  return [
    ['retry-after', `${retryAfterSeconds}`],
    ['ratelimit-policy', `"${name}";q=${most};w=${windowSeconds}`],
    ['ratelimit', `"${name}";r=0;t=${retryAfterSeconds}`],
  ]
}

function publicCodeOf(code: PasskeyErrorCode): PasskeyErrorCode {
  const row = errorTable[code]
  return row.publicCode === 'itself' ? code : row.publicCode
}
