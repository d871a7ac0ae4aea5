import type { PasskeyRecord } from '@latchkey/storage'
import { type AssertionCeremony, type AssertionPurpose, checkAge } from '../ceremony/ceremony.js'
import type { Settings } from '../config/settings.js'
import type { Context } from '../context/context.js'
import { checkMember, organizationsOf } from '../context/membership.js'
import { judgeAttestationLater, trustToday } from '../context/trust-today.js'
import { PasskeyError } from '../errors.js'
import { checkAuthenticator } from '../passkey/check-authenticator.js'
import { statusAt } from '../passkey/usability.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import type { Assertion } from '../webauthn/verify/verify-assertion.js'
import type { Proven } from './prove-answer.js'
import { recordUse } from './record-use.js'

/** What one kind of ceremony adds to the rules for all. */
export interface AdmissionRules {
  readonly purpose: AssertionPurpose
  /**
   * The source of the policy: the organization where the passkey is used, or `session` with the organization of the
   * session; if that has none, the strictest policy of the user's organizations.
   */
  readonly policyOf: 'organization' | { readonly session: string | undefined }
  /** @throws {PasskeyError} if today's policy does not allow this. */
  check(facts: AdmissionFacts): void
}

export interface AdmissionFacts {
  readonly policy: EffectivePolicy
  /** The record before this use, as it is trusted today. */
  readonly passkey: PasskeyRecord
  readonly assertion: Assertion
  readonly organizationId: string | undefined
}

/** A use that is recorded. */
export interface Admitted extends AdmissionFacts {
  /** The record after this use. */
  readonly used: PasskeyRecord
}

/**
 * The signature is verified; this checks whether the passkey may be used now, and records the use.
 *
 * @throws {PasskeyError} `credential_not_allowed`, `account_locked`, `forbidden`, `ceremony_expired`; what the rules,
 *   `checkAuthenticator` and `recordUse` throw.
 */
export async function admitPasskey(context: Context, proven: Proven, rules: AdmissionRules): Promise<Admitted> {
  const { ceremony, found, assertion } = proven
  const { settings, policies } = context
  checkActive(found.passkey)
  const organizationId = organizationOf(found.passkey, ceremony)
  await confirmSignedUp(settings, found.passkey)
  await checkMaySignIn(settings, found.passkey.userId)
  const organizations = await organizationsOf(settings, found.passkey.userId)
  checkMember(organizations, organizationId)
  checkNotSuspended(found.passkey, organizationId === undefined ? organizations : [organizationId])
  const policyAt = rules.policyOf === 'organization' ? organizationId : rules.policyOf.session
  const policy = await policies.forMember({ organizations, organizationId: policyAt })
  checkAge(ceremony, policy, settings.now())
  const today = await trustToday(context, policy)
  const attestation = await judgeAttestationLater(context, policy, found.passkey)
  const passkey = today({ ...found.passkey, ...(attestation && { attestation }) })
  rules.check({ policy, passkey, assertion, organizationId })
  if (policy.authenticators.at === 'enroll-and-sign-in') {
    checkAuthenticator(policy, { ...passkey, backupEligible: assertion.backupEligible })
  }
  const used = await recordUse(context, { ...proven, purpose: rules.purpose, policy, organizationId, attestation })
  return { policy, passkey, assertion, organizationId, used }
}

/** A bound passkey is used at its organization, whether or not that one was named. */
function organizationOf({ boundTo }: PasskeyRecord, ceremony: AssertionCeremony): string | undefined {
  const organizationId = ceremony.organizationId ?? boundTo
  if (boundTo !== undefined && organizationId !== boundTo) throw new PasskeyError('forbidden')
  return organizationId
}

/**
 * If no organization is named, the passkey is refused only if all of the user's organizations refuse it: no single
 * one decides for the others.
 */
function checkNotSuspended(passkey: PasskeyRecord, organizations: readonly string[]): void {
  const isRefused = organizations.length > 0 && organizations.every((id) => statusAt(passkey, id) === 'suspended')
  if (isRefused) throw new PasskeyError('credential_not_allowed')
}

function checkActive({ status }: PasskeyRecord): void {
  if (status !== 'active') throw new PasskeyError('credential_not_allowed')
}

/** The first sign-in repeats a confirmation that was lost when the user signed up. */
async function confirmSignedUp({ host }: Settings, { source, signInCount, userId }: PasskeyRecord): Promise<void> {
  if (source === 'sign-up' && signInCount === 0) await host.confirmUser?.({ userId })
}

async function checkMaySignIn({ host }: Settings, userId: string): Promise<void> {
  if (host.maySignIn && (await host.maySignIn({ userId })) !== true) throw new PasskeyError('account_locked')
}
