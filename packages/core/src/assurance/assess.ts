import type { PasskeyRecord } from '@latchkey/storage'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import type { Assertion } from '../webauthn/verify/verify-assertion.js'

/** What a sign-in proves. Computed from what came back, never from what was asked. */
export interface Assurance {
  readonly userVerified: boolean
  /** Possession alone, or possession and the PIN or biometrics that unlocked it. */
  readonly factors: 1 | 2
  /** Whether it is multi-factor enough for the policy. */
  readonly satisfiesMfa: boolean
  readonly deviceBound: boolean
  /** Whether the kind of authenticator is proven and trusted. */
  readonly attested: boolean
  /** @see https://www.rfc-editor.org/rfc/rfc8176#section-2 */
  readonly amr: readonly string[]
  /** Authenticator assurance level of NIST SP 800-63B; 3 is never claimed. */
  readonly aal: 1 | 2
}

/**
 * What this assertion with this passkey, as it was before, or its registration, proves under this policy. The first user
 * verification of an imported passkey is one factor with the key: that the user set it up was proven elsewhere, if at all.
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

/** Hardware only where that is proven; software where the key travels by design; else just possession. */
function keyMethod({ attested, deviceBound }: { attested: boolean; deviceBound: boolean }): 'hwk' | 'swk' | 'pop' {
  if (!deviceBound) return 'swk'
  return attested ? 'hwk' : 'pop'
}
