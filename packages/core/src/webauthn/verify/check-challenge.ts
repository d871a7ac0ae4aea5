import { PasskeyError } from '../../errors.js'
import { sameText } from '../../platform/constant-time.js'
import type { ClientData } from '../parse/client-data.js'

/**
 * The challenge is the issued one, character by character. The response's value is compared, not decoded.
 *
 * @throws {PasskeyError} `challenge_mismatch`
 */
export function checkChallenge(clientData: ClientData, issued: string): void {
  if (!sameText(clientData.challenge, issued)) throw new PasskeyError('challenge_mismatch')
}
