import { PasskeyError } from '../../errors.js'
import type { AuthenticatorData } from '../parse/authenticator-data.js'

/**
 * The user was present. Only a passkey created with conditional mediation needs no gesture.
 *
 * @throws {PasskeyError} `user_presence_missing`
 */
export function checkUserPresence(
  authenticatorData: AuthenticatorData,
  mediation: 'conditional' | undefined = undefined,
): void {
  if (!authenticatorData.userPresent && mediation !== 'conditional') throw new PasskeyError('user_presence_missing')
}
