import { PasskeyError } from '../../errors.js'
import type { AuthenticatorData } from '../parse/authenticator-data.js'

/**
 * Somebody was there. Only a passkey made with conditional mediation is made without a gesture.
 *
 * @throws {PasskeyError} `user_presence_missing`
 */
export function checkUserPresence(
  authenticatorData: AuthenticatorData,
  mediation: 'conditional' | undefined = undefined,
): void {
  if (!authenticatorData.userPresent && mediation !== 'conditional') throw new PasskeyError('user_presence_missing')
}
