import { type ExpectedRegistration, verifyRegistration } from '@latchkey/core/webauthn'
import {
  type AttestationKind,
  type AuthenticatorOptions,
  createAttestationAuthority,
  createAuthenticator,
  type RegistrationTamper,
} from '@latchkey/testing'
import { creationOptions, expectedRegistration, origin } from '../verify/ceremony.js'

/** Who vouches for the authenticators of these tests. */
export const authority = createAttestationAuthority()
/** A model that no statement of U2F may name. */
export const aaguid = 'adce0002-35bc-c60a-648b-0b25f1f05503'

/** The statements that come with certificates. */
export const certifiedKinds = ['packed', 'tpm', 'android-key', 'android-safetynet', 'apple', 'fido-u2f'] as const

/** What is asked: a statement of any format, whose certificates lead to the authority. */
export const expectedAttested: ExpectedRegistration = {
  ...expectedRegistration,
  attestation: 'direct',
  attestationFormats: ['none', ...certifiedKinds, 'compound'],
  trustAnchors: [authority.root],
  now: Date.UTC(2026, 10, 21, 12),
}

/** A registration with a statement of this kind, genuine but for the lies, judged. */
export async function attested(
  attestation: AttestationKind,
  tamper: RegistrationTamper = {},
  options: Partial<AuthenticatorOptions> = {},
  expected: Partial<ExpectedRegistration> = {},
) {
  const model = attestation === 'fido-u2f' ? {} : { aaguid }
  const authenticator = createAuthenticator({ origin, algorithms: [-7], attestation, authority, ...model, ...options })
  const pubKeyCredParams = expected.algorithms?.map((alg) => ({ type: 'public-key' as const, alg }))
  const asked = { ...creationOptions, ...(pubKeyCredParams ? { pubKeyCredParams } : {}) }
  const response = await authenticator.create(asked, { tamper })
  return verifyRegistration({ response, expected: { ...expectedAttested, ...expected } })
}

/** `accepted`, or the code. Anything else that is thrown is thrown. */
export async function outcomeOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt
    return 'accepted'
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.name === 'PasskeyError') return String(error.code)
    throw error
  }
}
