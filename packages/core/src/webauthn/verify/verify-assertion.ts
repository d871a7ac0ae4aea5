import type { CredentialId, UserVerificationRequirement } from '@latchkey/wire'
import { platform } from '#platform'
import { type AuthenticationResponse, parseAuthenticationResponse } from '../parse/authentication-response.js'
import { type AuthenticatorData, parseAuthenticatorData } from '../parse/authenticator-data.js'
import { type ClientData, parseClientData } from '../parse/client-data.js'
import { checkBackupFlags } from './check-backup-flags.js'
import { checkChallenge } from './check-challenge.js'
import { checkClientDataType } from './check-client-data-type.js'
import { checkExtensionOutputs } from './check-extension-outputs.js'
import { checkFraming, type FramingRules } from './check-framing.js'
import { checkOrigin } from './check-origin.js'
import { checkRpIdHash, type ExpectedRelyingParty } from './check-rp-id-hash.js'
import { checkSameCredential } from './check-same-credential.js'
import { checkSignature } from './check-signature.js'
import { checkUserHandle } from './check-user-handle.js'
import { checkUserPresence } from './check-user-presence.js'
import { checkUserVerification } from './check-user-verification.js'
import type { ExtensionName } from './extension-outputs.js'
import { uncachedKeys, type VerificationKeys } from './verification-keys.js'
import { markVerified, type Verified } from './verified.js'

/** The expected values, from configuration and storage; never from the response. */
export interface ExpectedAssertion extends ExpectedRelyingParty, FramingRules {
  /** The issued challenge, base64url. */
  readonly challenge: string
  /** Compared exactly. */
  readonly origins: readonly string[]
  readonly userVerification: UserVerificationRequirement
  /** The requested extensions. Their outputs must be well formed. `appid` is implied by an `appId`. */
  readonly extensions?: readonly ExtensionName[]
}

/** The stored credential. */
export interface StoredCredential {
  readonly id: string
  /** COSE. */
  readonly publicKey: Uint8Array
  readonly signCount: number
  /** base64url. Compared if it is present here and in the response. */
  readonly userHandle?: string
  /** Absent if the credential was stored before backup eligibility was recorded. */
  readonly backupEligible?: boolean
}

/** What `verifyAssertion` takes. */
export interface VerifyAssertionInput {
  /** The result of `credential.toJSON()`, unchanged. */
  readonly response: unknown
  readonly expected: ExpectedAssertion
  readonly credential: StoredCredential
  /**
   * A cache of imported keys. Without it the key is imported each time.
   *
   * @default no cache
   */
  readonly keys?: VerificationKeys
}

/** What an authentication has proven. */
export interface Assertion {
  readonly credentialId: CredentialId
  readonly signCount: number
  readonly userVerified: boolean
  readonly backupEligible: boolean
  readonly backedUp: boolean
  readonly origin: string
  /** A result, not a refusal: the policy decides what `regressed` means. */
  readonly signCountVerdict: SignCountVerdict
  /** A result as well. */
  readonly backupEligibilityVerdict: BackupEligibilityVerdict
}

/** A response for this ceremony, origin and relying party. Its signature is not verified yet. */
export interface UnprovenAssertion {
  readonly response: AuthenticationResponse
  readonly clientData: ClientData
  readonly authenticatorData: AuthenticatorData
  readonly expected: ExpectedAssertion
}

/**
 * The holder of the credential's private key has signed this challenge on one of these origins, as requested.
 *
 * ```ts
 * const { signCount } = await verifyAssertion({ response, expected, credential })
 * ```
 *
 * @throws {PasskeyError} with the code of the first check that fails.
 * @see https://www.w3.org/TR/webauthn-3/#sctn-verifying-assertion
 */
export async function verifyAssertion(input: VerifyAssertionInput): Promise<Verified<Assertion>> {
  const unproven = await readAssertion(input.response, input.expected)
  return proveAssertion(unproven, input.credential, input.keys ?? uncachedKeys)
}

/** The checks that need no credential. The store is read only for responses that pass them. */
export async function readAssertion(value: unknown, expected: ExpectedAssertion): Promise<UnprovenAssertion> {
  const response = parseAuthenticationResponse(value)
  const clientData = parseClientData(response.clientDataJSON)
  checkClientDataType(clientData, 'webauthn.get')
  checkChallenge(clientData, expected.challenge)
  checkOrigin(clientData, expected.origins)
  checkFraming(clientData, expected)
  const authenticatorData = parseAuthenticatorData(response.authenticatorData)
  await checkRpIdHash(authenticatorData, expected, response.clientExtensionResults)
  return { response, clientData, authenticatorData, expected }
}

/** The checks against the stored credential. The signature is verified before anything that it covers is used. */
export async function proveAssertion(
  { response, clientData, authenticatorData, expected }: UnprovenAssertion,
  credential: StoredCredential,
  keys: VerificationKeys,
): Promise<Verified<Assertion>> {
  checkSameCredential(response.id, credential)
  checkUserHandle(response.userHandle, credential.userHandle)
  const clientDataHash = await platform.sha256(response.clientDataJSON)
  const signed = { authenticatorData: response.authenticatorData, clientDataHash, signature: response.signature }
  await checkSignature(await keys.ready(credential), signed)
  checkUserPresence(authenticatorData)
  checkUserVerification(authenticatorData, expected.userVerification)
  checkBackupFlags(authenticatorData)
  checkExtensions(response, authenticatorData, expected)
  return markVerified({
    credentialId: response.id,
    signCount: authenticatorData.signCount,
    userVerified: authenticatorData.userVerified,
    backupEligible: authenticatorData.backupEligible,
    backedUp: authenticatorData.backedUp,
    origin: clientData.origin,
    signCountVerdict: judgeSignCount(credential.signCount, authenticatorData.signCount),
    backupEligibilityVerdict: judgeBackupEligibility(credential.backupEligible, authenticatorData.backupEligible),
  })
}

function checkExtensions(
  { clientExtensionResults }: AuthenticationResponse,
  { extensions: authenticator }: AuthenticatorData,
  { extensions = [], appId }: ExpectedAssertion,
): void {
  const asked = appId === undefined ? extensions : (['appid', ...extensions] as const)
  checkExtensionOutputs({ client: clientExtensionResults, authenticator }, { ceremony: 'authentication', asked })
}

/** The result of `judgeSignCount`. */
export type SignCountVerdict = 'advanced' | 'not-counting' | 'regressed'

/**
 * Decides whether the authenticator's signature counter moved forward. Zero on both sides means that the authenticator
 * does not count, like synced passkeys. A counter that does not increase, including one that returns to zero, has
 * `regressed`: the passkey may have been copied. The policy decides what that means.
 *
 * @see https://www.w3.org/TR/webauthn-3/#sctn-sign-counter
 */
export function judgeSignCount(stored: number, answered: number): SignCountVerdict {
  if (stored === 0 && answered === 0) return 'not-counting'
  return answered > stored ? 'advanced' : 'regressed'
}

/** The result of `judgeBackupEligibility`. */
export type BackupEligibilityVerdict = 'same' | 'changed' | 'unknown'

/**
 * Decides whether backup eligibility (BE) is unchanged: it is fixed when a credential is created. `unknown` if the
 * credential was stored before BE was recorded. The policy decides what a change means.
 *
 * @see https://www.w3.org/TR/webauthn-3/#sctn-credential-backup
 */
export function judgeBackupEligibility(stored: boolean | undefined, answered: boolean): BackupEligibilityVerdict {
  if (stored === undefined) return 'unknown'
  return stored === answered ? 'same' : 'changed'
}
