import type { Session } from '../config/host.js'
import { PasskeyError } from '../errors.js'
import { isHostId } from '../parse/user-id.js'

/**
 * Somebody is signed in, with nothing owed.
 *
 * @throws {PasskeyError} `not_signed_in` without a session, or with a partial one: that one reaches its second factor
 *   and nothing else.
 * @throws {TypeError} when the host's session has not its shape.
 */
export function checkSession(session: Session | null | undefined): asserts session is Session {
  if (session === null || session === undefined) throw new PasskeyError('not_signed_in')
  const { userId, authenticatedAt, methods } = session
  const isShaped = isHostId(userId) && Number.isFinite(authenticatedAt) && Array.isArray(methods)
  if (!isShaped) throw new TypeError('session must be { userId (1 to 255 characters), authenticatedAt, methods }.')
  if (session.partial) throw new PasskeyError('not_signed_in')
}
