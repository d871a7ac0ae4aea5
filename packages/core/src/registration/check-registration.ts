import type { AuthenticatorAttachment } from '@latchkey/wire'
import { checkAge, type EnrollCeremony, originsFor } from '../ceremony/ceremony.js'
import type { Settings } from '../config/settings.js'
import type { Context } from '../context/context.js'
import { findTrustAnchors } from '../context/trust-today.js'
import { PasskeyError } from '../errors.js'
import { checkAuthenticator } from '../passkey/usability.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { agreeOnRegistration } from '../webauthn/second-opinion/second-opinion.js'
import { attestationCodes } from '../webauthn/verify/check-attestation.js'
import { checkUserVerification } from '../webauthn/verify/check-user-verification.js'
import type { Verified } from '../webauthn/verify/verified.js'
import {
  type ExpectedAttestation,
  type ExpectedRegistration,
  type Registration,
  type VerifyRegistrationInput,
  verifyRegistration,
} from '../webauthn/verify/verify-registration.js'

export interface RegistrationAnswer {
  readonly ceremony: EnrollCeremony
  /** Today's policy. */
  readonly policy: EffectivePolicy
  /** The result of `credential.toJSON()`, unchanged. */
  readonly response: unknown
}

/**
 * The passkey was created for this ceremony, as it was requested and as today's policy requires.
 *
 * @throws {PasskeyError} `ceremony_expired`; the code of the first check of `verifyRegistration` that fails;
 *   `second_opinion_differs`; `authenticator_not_allowed`, `attestation_not_trusted`
 */
export async function checkRegistration(
  context: Context,
  { ceremony, policy, response }: RegistrationAnswer,
): Promise<Verified<Registration>> {
  checkAge(ceremony, policy, context.settings.now())
  const attestation = expectedAttestation(context, ceremony, policy)
  const expected = { ...expectedOf(ceremony, policy, context.settings), ...attestation }
  const registration = await verifyTrusted(context, { response, expected })
  checkPolicy(policy, ceremony, registration)
  return registration
}

/** What was offered, and is still offered by the policy. */
function expectedOf(ceremony: EnrollCeremony, policy: EffectivePolicy, settings: Settings): ExpectedRegistration {
  return {
    challenge: ceremony.challenge,
    origins: originsFor(ceremony, settings),
    rpId: settings.relyingParty.id,
    userVerification: ceremony.userVerification,
    algorithms: ceremony.algorithms.filter((algorithm) => policy.algorithms.includes(algorithm)),
    ...(ceremony.silent ? { mediation: 'conditional' } : {}),
  }
}

/** The requested rules and today's rules: both must be met. */
function checkPolicy(
  policy: EffectivePolicy,
  { attachment, silent }: EnrollCeremony,
  { credential, attestation }: Registration,
): void {
  if (!silent) checkUserVerification(credential, policy.userVerification.enroll)
  checkAuthenticator(policy, { ...credential, attestation })
  const wanted = [attachment ?? 'any', policy.attachment] as const
  if (wanted.some((where) => isElsewhere(credential, where))) throw new PasskeyError('authenticator_not_allowed')
}

/** The hints about the location of an authenticator. None of them is signed. */
interface PlaceHints {
  readonly attachment?: AuthenticatorAttachment | undefined
  readonly transports: readonly string[]
}

/** The transports by which an authenticator of each kind is reached. */
const transportsOf = {
  platform: ['internal'],
  'cross-platform': ['usb', 'nfc', 'ble', 'smart-card', 'hybrid', 'cable'],
} as const satisfies Record<AuthenticatorAttachment, readonly string[]>

/**
 * Whether the authenticator is certainly not where it must be: the browser reports the other attachment, and a
 * transport that belongs to it. One hint alone is not enough: Safari reports a USB key as `platform`.
 */
function isElsewhere({ attachment, transports }: PlaceHints, wanted: AuthenticatorAttachment | 'any'): boolean {
  if (wanted === 'any' || attachment === undefined || attachment === wanted) return false
  const reachedBy: readonly string[] = transportsOf[attachment]
  return transports.some((transport) => reachedBy.includes(transport))
}

/** The attestation that was requested, and the trust anchors of today's policy. */
function expectedAttestation(
  { settings, metadata }: Context,
  { attestation }: EnrollCeremony,
  { trust }: EffectivePolicy,
): ExpectedAttestation {
  return {
    ...(attestation === 'none' ? {} : settings.statements),
    attestation,
    trustAnchors: (model) => findTrustAnchors(metadata, trust.roots, model),
    trust: trust.require ? 'required' : 'optional',
    now: settings.now(),
  }
}

/**
 * Like `verifyRegistration`. If the policy requires trust, every fault of the attestation has one public code; the
 * cause has the details.
 *
 * @throws {PasskeyError} as `verifyRegistration`; `second_opinion_differs`, `attestation_not_trusted`
 */
async function verifyTrusted(
  { settings }: Pick<Context, 'settings'>,
  input: VerifyRegistrationInput,
): Promise<Verified<Registration>> {
  try {
    const registration = await verifyRegistration(input)
    if (settings.secondOpinion !== 'none') await agreeOnRegistration(input, registration)
    return registration
  } catch (error) {
    const isAboutTrust = error instanceof PasskeyError && attestationCodes.has(error.code)
    if (isAboutTrust && input.expected.trust === 'required')
      throw new PasskeyError('attestation_not_trusted', { cause: error })
    throw error
  }
}
