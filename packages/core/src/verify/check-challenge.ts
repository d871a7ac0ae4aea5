import { PasskeyError } from '../errors.js'
import type { ClientData } from '../parse/client-data.js'
import { platform } from '../platform/node.js'

const text = new TextEncoder()

/**
 * The challenge is the one that was issued, character by character: what came is compared, not decoded.
 *
 * @throws {PasskeyError} `challenge_mismatch`
 */
export function checkChallenge(clientData: ClientData, issued: string): void {
  if (!platform.equal(text.encode(clientData.challenge), text.encode(issued))) {
    throw new PasskeyError('challenge_mismatch')
  }
}
