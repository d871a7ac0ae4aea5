/** The result of `judgeSignCount`. */
export type SignCountVerdict = 'advanced' | 'not-counting' | 'regressed'

/**
 * Decides whether the authenticator's signature counter moved forward. Zero on both sides means that the authenticator
 * does not count, like synced passkeys. A counter that does not increase, including one that returns to zero, has
 * `regressed`: the passkey may have been copied. The policy decides what that means.
 *
 * @see https://www.w3.org/TR/webauthn-3/#sctn-sign-counter
 */
export function judgeSignCount(stored: number, answered: number): SignCountVerdict {
  if (stored === 0 && answered === 0) return 'not-counting'
  return answered > stored ? 'advanced' : 'regressed'
}
