import type { PasskeyError } from '@latchkey/core'
import { errorTable, type PasskeyErrorCode, type ProblemJSON } from '@latchkey/wire'
import { jsonResponse } from './json-response.js'

/** Whether a route may reveal why it refused, or only what says nothing about a user. */
export type Discretion = 'open' | 'discreet'

/**
 * The refusal as `application/problem+json`, without its cause.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export function problem(error: PasskeyError, discretion: Discretion = 'open'): Response {
  const code = discretion === 'discreet' ? publicCodeOf(error.code) : error.code
  const { status, message } = errorTable[code]
  const body: ProblemJSON = {
    type: 'about:blank',
    title: message,
    status,
    code,
    ...(error.signals ? { signals: error.signals } : {}),
    ...(error.issues ? { issues: error.issues } : {}),
  }
  return jsonResponse(body, status, 'application/problem+json')
}

function publicCodeOf(code: PasskeyErrorCode): PasskeyErrorCode {
  const row = errorTable[code]
  return row.publicCode === 'itself' ? code : row.publicCode
}
