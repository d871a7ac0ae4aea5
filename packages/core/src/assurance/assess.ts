import type { PasskeyRecord } from '@latchkey/storage'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import type { Assertion } from '../webauthn/verify/verify-assertion.js'

/** What a sign-in proves, computed from the response and never from the request. */
export interface Assurance {
  readonly userVerified: boolean
  /** 1: possession. 2: possession, and the PIN or biometrics that unlocked the key. */
  readonly factors: 1 | 2
  /** The sign-in counts as multi-factor under the policy. */
  readonly satisfiesMfa: boolean
  readonly deviceBound: boolean
  /** Trusted attestation confirms the authenticator model. */
  readonly attested: boolean
  /** @see https://www.rfc-editor.org/rfc/rfc8176#section-2 */
  readonly amr: readonly string[]
  /** Authenticator assurance level of NIST SP 800-63B. Level 3 is never claimed. */
  readonly aal: 1 | 2
}

/**
 * What this assertion or registration proves under this policy. `passkey` is the record before this use. The first user
 * verification of an imported passkey counts as one factor: there is no proof yet that the user set it up.
 */
export function assess(
  assertion: Pick<Assertion, 'userVerified' | 'backupEligible'>,
  passkey: PasskeyRecord,
  policy: EffectivePolicy,
): Assurance {
  const { userVerified } = assertion
  const deviceBound = !assertion.backupEligible
  const attested = passkey.attestation.trusted
  const isSecondFactor = userVerified && (passkey.source !== 'import' || passkey.userVerified)
  const factors = isSecondFactor ? 2 : 1
  return {
    userVerified,
    factors,
    satisfiesMfa: satisfiesMfa[policy.satisfiesMfa]({ isSecondFactor, attested }),
    deviceBound,
    attested,
    amr: [keyMethod({ attested, deviceBound }), 'user', ...(factors === 2 ? ['mfa'] : [])],
    aal: factors,
  }
}

interface Proof {
  readonly isSecondFactor: boolean
  readonly attested: boolean
}

const satisfiesMfa: Readonly<Record<EffectivePolicy['satisfiesMfa'], (proof: Proof) => boolean>> = {
  'when-user-verified': ({ isSecondFactor }) => isSecondFactor,
  'when-attested': ({ isSecondFactor, attested }) => isSecondFactor && attested,
  never: () => false,
}

/** `hwk` if hardware is attested, `swk` for a synced key, else `pop` (possession). */
function keyMethod({ attested, deviceBound }: { attested: boolean; deviceBound: boolean }): 'hwk' | 'swk' | 'pop' {
  if (!deviceBound) return 'swk'
  return attested ? 'hwk' : 'pop'
}
