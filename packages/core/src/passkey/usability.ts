import type { AttestationRecord, PasskeyRecord, PasskeyStatus } from '@latchkey/storage'
import { isInUse } from '../assurance/assess.js'
import { PasskeyError } from '../errors.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { looksUpNames } from '../policy/policy-checks.js'

/** What decides whether a passkey is usable. */
export interface UsabilityFacts extends AuthenticatorFacts, Pick<PasskeyRecord, 'status' | 'discoverable'> {}

/**
 * Is the passkey usable under the policy? It must be active, discoverable if no user name is looked up, and from an
 * authenticator that may still sign in. If passkeys are off, none is usable.
 */
export function isUsable(passkey: UsabilityFacts, policy: EffectivePolicy): boolean {
  return isAccepted(passkey, policy) && (passkey.discoverable !== false || looksUpNames(policy))
}

/** Is the passkey usable if its id is in an allow list? Such a list also finds passkeys that are not discoverable. */
export function isAccepted(passkey: Omit<UsabilityFacts, 'discoverable'>, policy: EffectivePolicy): boolean {
  if (policy.mode === 'off' || passkey.status !== 'active') return false
  return policy.authenticators.at === 'enroll' || authenticatorError(policy, passkey) === undefined
}

type Reach = Pick<PasskeyRecord, 'boundTo' | 'suspendedBy'>

/**
 * Whether the passkey may be used at this organization: it is bound to no other one, and neither the organization nor
 * the environment has suspended it. If none is named, it must be free of both: only then it works at any.
 */
export function isOpenAt(passkey: Reach, organizationId: string | undefined): boolean {
  const { boundTo, suspendedBy } = passkey
  if (organizationId === undefined) return boundTo === undefined && suspendedBy.length === 0
  return (boundTo ?? organizationId) === organizationId && statusAt(passkey, organizationId) === 'active'
}

/** The status that the passkey has at this organization; in the environment if none is named. */
export function statusAt(
  { suspendedBy }: Pick<Reach, 'suspendedBy'>,
  organizationId: string | undefined,
): PasskeyStatus {
  const isSuspended = suspendedBy.some((scope) => scope === 'environment' || scope === `organization:${organizationId}`)
  return isSuspended ? 'suspended' : 'active'
}

/**
 * May the passkey sign its user in, if user verification succeeds? It must be usable, and more than a second factor.
 */
export function maySignIn(passkey: PasskeyRecord, policy: EffectivePolicy): boolean {
  return policy.use !== 'second-factor' && isUsable(passkey, policy)
}

/** Can the passkey certainly sign in? It may, is in use, and has verified its user before if that is required. */
export function canSignIn(passkey: PasskeyRecord, policy: EffectivePolicy): boolean {
  return maySignIn(passkey, policy) && isInUse(passkey) && isVerifiedEnough(passkey, policy)
}

/** Has the authenticator verified the user at least once, if a sign-in requires it? */
export function isVerifiedEnough({ userVerified }: PasskeyRecord, { userVerification }: EffectivePolicy): boolean {
  return userVerified || userVerification.signIn !== 'required'
}

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

/** Whether an admin or an organization has suspended it: its user may not remove it. */
export function isSuspendedByOthers({ suspendedBy, suspendedByUser }: PasskeyRecord): boolean {
  return suspendedBy.some((scope) => scope !== 'environment' || !suspendedByUser)
}
