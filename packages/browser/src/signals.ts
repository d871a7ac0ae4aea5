import { parseSignals } from './parse-answer.js'
import { findPlatform } from './platform.js'
import { quietly } from './quietly.js'

/**
 * Tells the browser what the server's answer says about the passkeys it holds, when the answer says anything.
 * Returns at once: these are hints, and a browser that cannot take them changes nothing for the user.
 *
 * @see https://www.w3.org/TR/webauthn-3/#sctn-signal-methods
 */
export function sendSignals(answer: unknown): void {
  const signals = parseSignals(answer)
  const platform = findPlatform()
  if (!signals || !platform) return
  const { rpId, unknownCredentialId: credentialId, allAcceptedCredentials, currentUserDetails } = signals
  if (credentialId) void quietly(() => platform.signalUnknownCredential?.({ rpId, credentialId }))
  if (allAcceptedCredentials) {
    void quietly(() => platform.signalAllAcceptedCredentials?.({ rpId, ...allAcceptedCredentials }))
  }
  if (currentUserDetails) void quietly(() => platform.signalCurrentUserDetails?.({ rpId, ...currentUserDetails }))
}
