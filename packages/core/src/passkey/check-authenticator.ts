import type { AttestationRecord } from '@latchkey/storage'
import { PasskeyError } from '../errors.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'

/** What is known about the authenticator of a passkey. */
export interface AuthenticatorFacts {
  /** A claim, unless the attestation is trusted. */
  readonly aaguid: string
  readonly attestation: Pick<AttestationRecord, 'trusted'>
  /** Undefined if it is unknown: then it counts as both kinds. */
  readonly backupEligible?: boolean
}

type AuthenticatorErrorCode = 'authenticator_not_allowed' | 'attestation_not_trusted'

const unsaid = '00000000-0000-0000-0000-000000000000'

/**
 * The policy allows passkeys of this authenticator.
 *
 * @throws {PasskeyError} `authenticator_not_allowed`, `attestation_not_trusted`
 */
export function checkAuthenticator(policy: EffectivePolicy, facts: AuthenticatorFacts): void {
  const code = authenticatorError(policy, facts)
  if (code) throw new PasskeyError(code)
}

/** The code for an authenticator that the policy does not allow; undefined if it is allowed. */
export function authenticatorError(
  { trust, kinds, authenticators }: EffectivePolicy,
  { aaguid, attestation, backupEligible }: AuthenticatorFacts,
): AuthenticatorErrorCode | undefined {
  if (trust.require && !attestation.trusted) return 'attestation_not_trusted'
  const isRightKind = (backupEligible !== false && kinds.synced) || (backupEligible !== true && kinds.deviceBound)
  const isRefused = authenticators.deny.includes(aaguid) || (aaguid === unsaid && authenticators.unknown === 'deny')
  if (!isRightKind || isRefused) return 'authenticator_not_allowed'
  if (authenticators.allow === 'any') return undefined
  const isBelieved = attestation.trusted || authenticators.unproven === 'accept'
  return isBelieved && authenticators.allow.includes(aaguid) ? undefined : 'authenticator_not_allowed'
}
