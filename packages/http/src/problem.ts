import type { PasskeyError } from '@latchkey/core'
import { errorTable, isPasskeyErrorCode, type PasskeyErrorCode, type ProblemJSON } from '@latchkey/wire'
import { jsonResponse } from './json-response.js'

/** Whether a route may tell why it refused, or only what says nothing about a user. */
export type Discretion = 'open' | 'discreet'

/**
 * The refusal as `application/problem+json`. The cause stays here.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export function problem(error: PasskeyError, discretion: Discretion = 'open'): Response {
  const code = discretion === 'discreet' ? told(error.code) : error.code
  const { status, message } = errorTable[code]
  const body: ProblemJSON = {
    type: 'about:blank',
    title: message,
    status,
    code,
    ...(error.signals ? { signals: error.signals } : {}),
    ...(error.complaints ? { complaints: error.complaints } : {}),
  }
  return jsonResponse(body, status, 'application/problem+json')
}

/** By its form and not by its class: an app may have loaded core twice, as ESM and as CommonJS. */
export function isPasskeyError(error: unknown): error is PasskeyError {
  return error instanceof Error && error.name === 'PasskeyError' && 'code' in error && isPasskeyErrorCode(error.code)
}

function told(code: PasskeyErrorCode): PasskeyErrorCode {
  const row = errorTable[code]
  return row.told === 'itself' ? code : row.told
}
