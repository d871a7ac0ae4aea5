import type { EnrollCeremony } from '../ceremony/ceremony.js'
import type { Deployment } from '../deployment/deployment.js'
import { PasskeyError } from '../errors.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { attestationCodes } from '../verify/check-attestation.js'
import type { Verified } from '../verify/verified.js'
import type { ExpectedAttestation, Registration, VerifyRegistrationInput } from '../verify/verify-registration.js'

/** What was asked about the authenticator, and whom the policy believes today. */
export function expectedAttestation(
  { settings, metadata }: Deployment,
  { attestation }: EnrollCeremony,
  { trust }: EffectivePolicy,
): ExpectedAttestation {
  return {
    attestation,
    trustAnchors: trust.roots === 'mds' ? metadata.anchorsOf : trust.roots,
    trust: trust.require ? 'required' : 'optional',
    now: settings.now(),
  }
}

/**
 * As `verifyRegistration`. Where the policy demands trust, whatever is wrong with the attestation is one thing to the
 * outside; the cause says which.
 *
 * @throws {PasskeyError} as `verifyRegistration`; `second_opinion_differs`, `attestation_not_trusted`
 */
export async function verifyTrusted(
  { proofs }: Pick<Deployment, 'proofs'>,
  input: VerifyRegistrationInput,
): Promise<Verified<Registration>> {
  try {
    return await proofs.registration(input)
  } catch (error) {
    const isAboutTrust = error instanceof PasskeyError && attestationCodes.has(error.code)
    if (isAboutTrust && input.expected.trust === 'required')
      throw new PasskeyError('attestation_not_trusted', { cause: error })
    throw error
  }
}
