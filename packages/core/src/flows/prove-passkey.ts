import type { EnrollCeremony } from '../ceremony/ceremony.js'
import { checkAge } from '../ceremony/check-age.js'
import type { RelyingParty } from '../config/relying-party.js'
import type { Deployment } from '../deployment/deployment.js'
import { PasskeyError } from '../errors.js'
import { checkAuthenticator } from '../passkey/check-authenticator.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { mustBeDiscoverable } from '../policy/must-be-discoverable.js'
import { checkUserVerification } from '../verify/check-user-verification.js'
import type { Verified } from '../verify/verified.js'
import type { ExpectedRegistration, Registration } from '../verify/verify-registration.js'
import { expectedAttestation, verifyTrusted } from './expected-attestation.js'

export interface PasskeyAnswer {
  readonly ceremony: EnrollCeremony
  /** The policy of today. */
  readonly policy: EffectivePolicy
  /** What `credential.toJSON()` gave, as it came. */
  readonly response: unknown
}

/**
 * The passkey was made for this ceremony, as it was asked and as the policy wants it now.
 *
 * @throws {PasskeyError} `ceremony_expired`; the code of the first check of `verifyRegistration` that does not hold;
 *   `second_opinion_differs`; `authenticator_not_allowed`, `attestation_not_trusted`
 */
export async function provePasskey(
  deployment: Deployment,
  { ceremony, policy, response }: PasskeyAnswer,
): Promise<Verified<Registration>> {
  checkAge(ceremony, policy, deployment.settings.now())
  const attestation = expectedAttestation(deployment, ceremony, policy)
  const expected = { ...expectedOf(ceremony, policy, deployment.settings.relyingParty), ...attestation }
  const registration = await verifyTrusted(deployment, { response, expected })
  checkPolicy(policy, ceremony, registration)
  return registration
}

/** What was offered, and of that only what the policy still offers. */
function expectedOf(
  ceremony: EnrollCeremony,
  policy: EffectivePolicy,
  relyingParty: RelyingParty,
): ExpectedRegistration {
  return {
    challenge: ceremony.challenge,
    origins: relyingParty.origins,
    rpId: relyingParty.id,
    userVerification: ceremony.userVerification,
    algorithms: ceremony.algorithms.filter((algorithm) => policy.algorithms.includes(algorithm)),
  }
}

/** What was asked and what holds today: both must be met. */
function checkPolicy(
  policy: EffectivePolicy,
  { discoverable, attachment }: EnrollCeremony,
  { credential, attestation }: Registration,
): void {
  checkUserVerification(credential, policy.userVerification.enroll)
  checkAuthenticator(policy, { ...credential, attestation })
  const wanted = [attachment ?? 'any', policy.attachment]
  const isElsewhere = wanted.some((where) => where !== 'any' && where !== (credential.attachment ?? where))
  const isHidden = credential.discoverable === false && (discoverable || mustBeDiscoverable(policy))
  if (isElsewhere || isHidden) throw new PasskeyError('authenticator_not_allowed')
}
