import type {
  AttestationConveyance,
  AuthenticatorAttachment,
  CredentialId,
  UserVerificationRequirement,
} from '@latchkey/wire'
import { platform } from '#platform'
import { PasskeyError } from '../../errors.js'
import type { Awaitable } from '../../platform/platform.js'
import type { AuthenticatorModel, ModelAnchors, TrustRules } from '../attestation/trust-rules.js'
import { parseAttestationObject } from '../parse/attestation-object.js'
import { type AttestedCredential, type AuthenticatorData, parseAuthenticatorData } from '../parse/authenticator-data.js'
import { parseClientData } from '../parse/client-data.js'
import { readCoseKey } from '../parse/cose-key.js'
import { parseRegistrationResponse, type RegistrationResponse } from '../parse/registration-response.js'
import type { TrustAnchor } from '../parse/trust-anchor.js'
import { checkAlgorithm } from './check-algorithm.js'
import { type AttestationRules, type AttestationVerdict, checkAttestation } from './check-attestation.js'
import { checkBackupFlags } from './check-backup-flags.js'
import { checkChallenge } from './check-challenge.js'
import { checkClientDataType } from './check-client-data-type.js'
import { checkCredentialId } from './check-credential-id.js'
import { type CredentialProtection, checkCredentialProtection } from './check-credential-protection.js'
import { checkExtensionOutputs } from './check-extension-outputs.js'
import { checkFraming, type FramingRules } from './check-framing.js'
import { checkOrigin } from './check-origin.js'
import { checkRpIdHash } from './check-rp-id-hash.js'
import { checkUserPresence } from './check-user-presence.js'
import { checkUserVerification } from './check-user-verification.js'
import type { ExtensionName } from './extension-outputs.js'
import { checkPublicKey } from './public-key/check-public-key.js'
import { readDiscoverable } from './read-discoverable.js'
import { markVerified, type Verified } from './verified.js'

/** The expected values, from configuration and storage; never from the response. */
export interface ExpectedRegistration extends FramingRules, ExpectedAttestation {
  /** The issued challenge, base64url. */
  readonly challenge: string
  /** Compared exactly. */
  readonly origins: readonly string[]
  readonly rpId: string
  readonly userVerification: UserVerificationRequirement
  /** COSE numbers, as offered in this ceremony. */
  readonly algorithms: readonly number[]
  /** `conditional` if the passkey was created silently. Only then may user presence be missing. */
  readonly mediation?: 'conditional'
  /** The requested extensions. Their outputs must be well formed. Default: `credProps`. */
  readonly extensions?: readonly ExtensionName[]
  /** The minimum protection, if it was requested with `enforceCredentialProtectionPolicy`. Default: any. */
  readonly credentialProtection?: CredentialProtection
}

/** The requested attestation, and the trust rules. Default: none requested, none trusted. */
export interface ExpectedAttestation {
  /**
   * The requested attestation conveyance. With `none`, the default, an unrequested statement is not evaluated, except
   * that `none` must be empty and packed self attestation must be valid.
   */
  readonly attestation?: AttestationConveyance
  /**
   * The certificates that a certified statement is verified against, PEM or DER: roots, intermediates or the signer's
   * own. A function returns them for an authenticator model. Nothing is fetched, and revocation is not checked.
   */
  readonly trustAnchors?:
    | readonly TrustAnchor[]
    | ((model: AuthenticatorModel) => Awaitable<readonly TrustAnchor[] | ModelAnchors>)
  /**
   * `if-certified`, the default: a certified statement must have certificates that are valid now, and that are verified
   * against an anchor if `trustAnchors` are given. `required`: there must be such a statement. `optional`: an
   * unverified statement is accepted and reported as not trusted.
   */
  readonly trust?: TrustRules['trust']
  /** The accepted statement formats. Default: all of WebAuthn Level 3 but `android-safetynet`. */
  readonly attestationFormats?: readonly string[]
  /** The accepted COSE algorithms of statements. Default: all supported ones; RS1 (-65535) for `tpm` only. */
  readonly attestationAlgorithms?: readonly number[]
  /** TPM manufacturers in addition to the TCG registry, such as `id:FFFFF1D0`. */
  readonly tpmManufacturers?: readonly string[]
  /** The time at which the certificates must be valid: epoch milliseconds. Default: now. */
  readonly now?: number
}

/** What `verifyRegistration` takes. */
export interface VerifyRegistrationInput {
  /** The result of `credential.toJSON()`, unchanged. */
  readonly response: unknown
  readonly expected: ExpectedRegistration
}

/** A new credential, verified to be created in this ceremony. */
export interface Registration {
  readonly credential: RegisteredCredential
  readonly attestation: AttestationVerdict
}

/** A verified new credential. */
export interface RegisteredCredential {
  readonly id: CredentialId
  /** COSE, byte for byte as the authenticator sent it. */
  readonly publicKey: Uint8Array
  readonly algorithm: number
  readonly signCount: number
  readonly transports: readonly string[]
  /** A UUID; a claim unless the attestation is trusted. */
  readonly aaguid: string
  readonly userVerified: boolean
  readonly backupEligible: boolean
  readonly backedUp: boolean
  /** As the client reports it. */
  readonly discoverable?: boolean
  readonly attachment?: AuthenticatorAttachment
}

/**
 * An authenticator has created this credential for this challenge on one of these origins, as requested, and the public
 * key is valid. The store must check that the id is not in use.
 *
 * @throws {PasskeyError} with the code of the first check that fails.
 * @see https://www.w3.org/TR/webauthn-3/#sctn-registering-a-new-credential
 */
export async function verifyRegistration({
  response: value,
  expected,
}: VerifyRegistrationInput): Promise<Verified<Registration>> {
  const response = parseRegistrationResponse(value)
  const clientData = parseClientData(response.clientDataJSON)
  checkClientDataType(clientData, 'webauthn.create')
  checkChallenge(clientData, expected.challenge)
  checkOrigin(clientData, expected.origins)
  checkFraming(clientData, expected)
  const clientDataHash = await platform.sha256(response.clientDataJSON)
  const attestationObject = parseAttestationObject(response.attestationObject)
  const authenticatorData = parseAuthenticatorData(attestationObject.authenticatorData)
  await checkRpIdHash(authenticatorData, expected)
  checkUserPresence(authenticatorData, expected.mediation)
  checkUserVerification(authenticatorData, expected.userVerification)
  checkBackupFlags(authenticatorData)
  const credential = requireAttestedCredential(authenticatorData)
  checkCredentialId(credential, response.id)
  const credentialKey = readCoseKey(credential.decodedKey)
  checkAlgorithm(credentialKey, expected.algorithms)
  checkPublicKey(credentialKey)
  const { rpIdHash } = authenticatorData
  const context = { credential, credentialKey, clientDataHash, rpIdHash, rules: attestationRules(expected) }
  const attestation = await checkAttestation(attestationObject, context)
  checkExtensions(response, authenticatorData, expected)
  return markVerified({
    credential: Object.freeze({
      id: credential.id,
      publicKey: credential.publicKey,
      algorithm: credentialKey.algorithm,
      signCount: authenticatorData.signCount,
      transports: response.transports,
      aaguid: credential.aaguid,
      userVerified: authenticatorData.userVerified,
      backupEligible: authenticatorData.backupEligible,
      backedUp: authenticatorData.backedUp,
      ...readDiscoverable(response.clientExtensionResults),
      ...(response.attachment ? { attachment: response.attachment } : {}),
    }),
    attestation,
  })
}

function attestationRules(expected: ExpectedAttestation): AttestationRules {
  const { trustAnchors } = expected
  return {
    attestation: expected.attestation ?? 'none',
    anchorsOf: typeof trustAnchors === 'function' ? trustAnchors : trustAnchors && (() => trustAnchors),
    trust: expected.trust ?? 'if-certified',
    formats: expected.attestationFormats,
    algorithms: expected.attestationAlgorithms,
    tpmManufacturers: expected.tpmManufacturers ?? [],
    now: expected.now ?? Date.now(),
  }
}

function requireAttestedCredential(authenticatorData: AuthenticatorData): AttestedCredential {
  if (!authenticatorData.attestedCredential) throw new PasskeyError('attested_credential_data_missing')
  return authenticatorData.attestedCredential
}

function checkExtensions(
  { clientExtensionResults }: RegistrationResponse,
  authenticatorData: AuthenticatorData,
  { extensions = ['credProps'], credentialProtection }: ExpectedRegistration,
): void {
  const outputs = { client: clientExtensionResults, authenticator: authenticatorData.extensions }
  checkExtensionOutputs(outputs, { ceremony: 'registration', asked: extensions })
  checkCredentialProtection(authenticatorData, credentialProtection)
}
