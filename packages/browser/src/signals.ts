import { pageQueue } from './page-queue.js'
import { parseSignals } from './parse-answer.js'
import type { Signal } from './platform.js'

/**
 * Passes the signals in a server's answer on to the browser. Returns at once: they are hints, and a browser without the
 * Signal API changes nothing for the user. They are sent when no ceremony runs, because a browser rejects them otherwise.
 *
 * @see https://www.w3.org/TR/webauthn-3/#sctn-signal-methods
 */
export function sendSignals(answer: unknown): void {
  const signals = parseSignals(answer)
  if (!signals) return
  const {
    rpId,
    unknownCredentialId: credentialId,
    allAcceptedCredentials: accepted,
    currentUserDetails: details,
  } = signals
  const queue = pageQueue()
  const add = (about: string, ...signal: Signal) => queue.signals.set(JSON.stringify([signal[0], rpId, about]), signal)
  if (credentialId) add(credentialId, 'signalUnknownCredential', { rpId, credentialId })
  if (accepted) add(accepted.userId, 'signalAllAcceptedCredentials', { rpId, ...accepted })
  if (details) add(details.userId, 'signalCurrentUserDetails', { rpId, ...details })
  queue.proceed()
}
