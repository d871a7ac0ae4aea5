/** What the authenticator's counter says: see `judgeSignCount`. */
export type SignCountVerdict = 'advanced' | 'not-counting' | 'regressed'

/**
 * Decides whether the authenticator's signature counter moved forward. Zero on both sides means that it does not
 * count, as synced passkeys do not. A counter that stands still or goes back, to zero included, has `regressed`: the
 * passkey may have been copied. What follows from that is the policy's.
 *
 * @see https://www.w3.org/TR/webauthn-3/#sctn-sign-counter
 */
export function judgeSignCount(stored: number, answered: number): SignCountVerdict {
  if (stored === 0 && answered === 0) return 'not-counting'
  return answered > stored ? 'advanced' : 'regressed'
}
